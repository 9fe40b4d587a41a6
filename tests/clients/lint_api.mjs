// What is wrong with an OpenAPI document, by the rules of a linter that knows nothing of northstar.
//
//   node lint_api.mjs DOCUMENT      prints a line for each; ends with 1 where there is one
import { createConfig, lint } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['recommended'] });
const problems = await lint({ ref: process.argv[2], config });
for (const one of problems) console.log(one.severity, one.ruleId, one.message, one.location?.[0]?.pointer ?? '');
process.exit(problems.length > 0 ? 1 : 0);
