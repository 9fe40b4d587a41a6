// Reads the events out of a request of any of the clients, by the bytes of its body or its query.
import { createHash } from 'node:crypto';
import zlib from 'node:zlib';

const PATHS = /^\/(v1\/(t|p|i|g|a|s|b|track|page|identify|group|alias|screen|batch)|batch|capture|e|i\/v0\/e|2\/httpapi|track|import|engage|groups)$/;

function parse(text) {
  try { return JSON.parse(text) } catch { /* not JSON */ }
  try { return JSON.parse(Buffer.from(text, 'base64').toString('utf8')) } catch { return undefined }
}

function form(text) {
  const data = /(?:^|&)data=([^&]*)/.exec(text)?.[1];
  return data === undefined ? undefined : parse(decodeURIComponent(data));
}

// Returns undefined if the request carries no events, else { id, name } of each event it carries.
export function eventsOf(method, url, body) {
  const u = url.indexOf('?'), path = (u < 0 ? url : url.slice(0, u)).replace(/\/+$/, '');
  if (!PATHS.test(path)) return undefined;
  let value;
  if (method === 'GET') value = u < 0 ? undefined : form(url.slice(u + 1));
  else if (method === 'POST') {
    if (body[0] === 0x1f && body[1] === 0x8b) body = zlib.gunzipSync(body);
    const text = body.toString('utf8');
    value = text.startsWith('data=') ? form(text) : parse(text);
  }
  if (value === undefined || value === null) return undefined;
  const list = Array.isArray(value) ? value : value.batch || value.events || [value];
  return list.map(event => ({ id: identity(event), name: event.event ?? event.event_type }));
}

// The vendor's message id; where a client sends none, the event itself.
function identity(event) {
  return event.messageId || event.uuid || event.insert_id || event.properties?.$insert_id ||
    createHash('sha1').update(JSON.stringify(event)).digest('hex');
}
