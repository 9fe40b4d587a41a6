#include "report/html_style.h"

namespace northstar {

const std::string_view kPageStyle = R"css(
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#17202c;--muted:#566373;--star:#1f5fd6;--axis:#7b8797;--grid:#e9edf2;
--pass:#0b7a6b;--unclear:#7a5600;--fail:#8a1f0a;--nodata:#566373;--note:#7a3e9d;--noteink:#fff;--third0:#7b8797;--third1:#c9600a;--third2:#1f5fd6}
@media screen and (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1a2029;--ink:#e8edf4;--muted:#9aa8b9;--star:#7aa7ff;--axis:#6b7888;--grid:#262e39;
--pass:#3fc7ae;--unclear:#f2cf6b;--fail:#ff7f57;--nodata:#93a1b2;--note:#c79be6;--noteink:#12161c;--third0:#93a1b2;--third1:#ff9a5c;--third2:#5b93ff}}
@media print{:root{color-scheme:light;--page:#fff}}
*{box-sizing:border-box}html{scroll-padding-top:52px}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
a{color:var(--star)}h1,h2,h3,h4{line-height:1.3;margin:0;font-weight:650}h1{font-size:28px;max-width:36em}h2{font-size:20px}h3{font-size:16.5px}h4{font-size:15px;display:inline}
p{margin:6px 0}.muted,.small{color:var(--muted)}.small{font-size:13px}
header,main,footer{max-width:1080px;margin:0 auto;padding:0 20px}header{padding-top:14px;font-size:13px;color:var(--muted)}header b{color:var(--ink)}
nav{position:sticky;top:0;z-index:2;background:var(--page);border-bottom:1px solid var(--grid)}
nav ul{max-width:1080px;margin:0 auto;padding:0 20px;list-style:none;display:flex;flex-wrap:wrap;gap:0 22px}nav a{display:inline-block;padding:10px 0;font-size:15px;text-decoration:none;color:var(--muted)}nav a:hover{color:var(--star)}
section{background:var(--card);border:1px solid var(--grid);border-radius:10px;padding:22px;margin-top:18px}section>h2+*{margin-top:10px}
section.plain{background:none;border:0;padding:0;margin-top:26px}
.second{font-size:16.5px;color:var(--muted);max-width:60em}.statement{font-size:15px;color:var(--muted);margin:0 0 4px}
.split{display:grid;grid-template-columns:minmax(0,1fr) 300px;gap:0 28px;margin-top:14px}.split .right{grid-column:2;grid-row:1/3}
.number{font-size:40px;font-weight:650;line-height:1.1}.number span{font-size:20px;font-weight:400;color:var(--muted)}
.steps{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;margin:4px 0 8px;padding:0;font-size:15px}.steps span{color:var(--muted);font-size:13px}
.verdicts{list-style:none;margin:8px 0 0;padding:0}.verdicts li{border-top:1px solid var(--grid)}.verdicts a{display:flex;justify-content:space-between;gap:10px;padding:7px 0;color:inherit;text-decoration:none;font-size:15px}.verdicts a:hover{color:var(--star)}
.v{display:inline-flex;align-items:center;gap:5px;white-space:nowrap;font-size:13px;font-weight:600}.v svg{width:15px;height:15px;flex:none;fill:currentColor}
.v.pass{color:var(--pass)}.v.fail{color:var(--fail)}.v.unclear{color:var(--unclear)}.v.nodata,.v.untested{color:var(--nodata)}
.up{color:var(--pass);font-weight:600}.down{color:var(--fail);font-weight:600}.tag{font-size:12px;font-weight:650;letter-spacing:.04em;text-transform:uppercase;color:var(--star)}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:14px;margin-top:12px}.tiles>div{background:var(--card);border:1px solid var(--grid);border-radius:8px;padding:12px 14px}.tiles .value{font-size:22px;font-weight:650}.tiles .value span{font-size:13px;font-weight:400;color:var(--muted)}
.spark{width:100%;height:34px;display:block}.spark polyline{fill:none;stroke:var(--star);stroke-width:1.8;vector-effect:non-scaling-stroke}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:20px;margin:12px 0}figure{margin:0;min-width:0;max-width:380px}figure.wide{max-width:720px}figcaption{font-size:13px;color:var(--muted);margin-bottom:4px}
figure>svg{width:100%;height:auto;display:block}svg.narrow{display:none!important}
ol.flags{list-style:none;margin:4px 0 0;padding:0;font-size:13px}ol.flags b{display:inline-block;min-width:18px;margin-right:6px;text-align:center;border-radius:3px;font-size:12px;background:var(--note);color:var(--noteink)}
.grid{stroke:var(--grid)}.zero,.mark{stroke:var(--axis)}.tick{font-size:12.5px;fill:var(--muted)}.tick.year{font-weight:700;fill:var(--ink)}.last{font-size:13px;font-weight:650;fill:var(--ink)}
.line{fill:none;stroke:var(--star);stroke-width:2;stroke-linejoin:round}.line.open{stroke-dasharray:4 4}.faint{fill:none;stroke:var(--star);opacity:.28}.band{fill:var(--star);opacity:.13}.whisker{stroke:var(--star);stroke-width:1.5;fill:none}.whisker.ink{stroke:var(--ink);opacity:.6}
.hollow{fill:var(--card);stroke:var(--star);stroke-width:2}.alone{fill:var(--star)}.dot{fill:transparent}.dot:hover{fill:var(--star)}.dot.marked{fill:var(--fail)}.bar{fill:var(--axis);opacity:.55}.bar.strong{fill:var(--star);opacity:.85}
.flag{fill:var(--note)}.pole{stroke:var(--note);stroke-dasharray:2 3}.span{fill:var(--note);opacity:.08}.letter{font-size:12px;font-weight:700;fill:var(--noteink)}
.third{fill:none;stroke-width:2}.third0{stroke:var(--third0);stroke-dasharray:2 3}.third1{stroke:var(--third1);stroke-dasharray:6 4}.third2{stroke:var(--third2)}
table{border-collapse:collapse;width:100%;font-size:14px}caption{text-align:left;font-weight:600;padding:8px 0 2px}th{overflow-wrap:normal;font-size:13px;font-weight:600;color:var(--muted);text-align:left;vertical-align:bottom;padding:6px 8px 6px 0}td,tbody th{padding:7px 8px 7px 0;border-top:1px solid var(--grid);vertical-align:top;text-align:left}tbody th{font-weight:600;font-size:14px;color:var(--ink)}
.r{text-align:right}.scores td,.scores thead th{text-align:center}.scores thead th:first-child,.scores tbody th{text-align:left}.scores tbody th{min-width:170px}th .small{font-weight:400}.scores tr.out{color:var(--muted)}.scores tbody th{min-width:170px}.scores tr.out th{color:var(--muted)}
.scores .v{white-space:normal;overflow-wrap:normal;align-items:flex-start;text-align:left}.scroll{overflow-x:auto}
details{margin:4px 0}summary{cursor:pointer}summary::marker{color:var(--muted)}.numbers summary{font-size:13px;color:var(--muted);min-height:24px}.numbers table{font-size:13px;width:auto}.numbers td,.numbers th{padding:2px 18px 2px 0}.numbers>div{max-height:320px;overflow:auto}
.question{border-top:1px solid var(--grid);padding:8px 0}.question>summary{display:grid;grid-template-columns:150px 1fr;gap:2px 14px;list-style:none}.question>summary::-webkit-details-marker{display:none}.question>summary .line1{grid-column:2;color:var(--muted);font-size:15px}.question>summary h4::after{content:" +";color:var(--muted);font-weight:400}.question[open]>summary h4::after{content:" −"}.question>.inside{margin:8px 0 12px 164px}.inside ul{padding-left:18px;margin:6px 0}.inside li{margin:6px 0}
.candidate{border-top:2px solid var(--grid);padding-top:16px;margin-top:26px}.lists{display:grid;grid-template-columns:1fr 1fr;gap:4px 28px}.lists ul{margin:4px 0 10px;padding-left:20px}.lists li{margin:3px 0}
.parts{margin:10px 0;font-size:14px}.parts>div{display:grid;grid-template-columns:150px 96px minmax(80px,1fr);gap:10px;align-items:center;padding:4px 0;border-top:1px solid var(--grid)}.parts .track{position:relative;height:18px;background:linear-gradient(var(--axis),var(--axis)) center/1px 100% no-repeat}.parts .fill{position:absolute;top:3px;bottom:3px;background:var(--star);border-radius:2px}.parts .usual{position:absolute;top:0;bottom:0;width:0;border-left:2px solid var(--ink)}
blockquote{margin:2px 0 8px;padding-left:10px;border-left:3px solid var(--note);font-size:15px}
footer{color:var(--muted);font-size:13px;padding-bottom:48px;margin-top:24px}
@media(max-width:820px){.split{grid-template-columns:minmax(0,1fr)}.split .right{grid-column:1;grid-row:auto;order:1}.split .foot{order:2}.lists{grid-template-columns:1fr}}
@media(max-width:639px){header,main,footer{padding:0 12px}nav ul{padding:0 12px;gap:0 10px;justify-content:space-between}nav a{font-size:13px;padding:8px 0}h1{font-size:18px}h2{font-size:16.5px}.second{font-size:14px;line-height:1.35}.statement{display:none}section{padding:12px 14px}section.plain{padding:0}header{padding-top:8px}main>section:first-child{margin-top:8px}.number{font-size:26px}.number+p{margin:0}.steps{font-size:13px;gap:0 12px;margin:2px 0}.steps span{font-size:12px}.split{margin-top:6px}.verdicts{margin-top:2px}.verdicts a{padding:3px 0;font-size:14px}.scores tbody th{min-width:0}
svg.narrow{display:block!important}svg.broad{display:none!important}figure.wide figcaption{display:none}
.scroll{overflow-x:visible}table.cards,table.cards tbody,table.cards tr,table.cards td,table.cards th{display:block;width:auto;text-align:left!important}table.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table.cards tr{border:1px solid var(--grid);border-radius:8px;padding:8px 12px;margin:10px 0}table.cards td{display:flex;justify-content:space-between;gap:12px;border:0;padding:3px 0}table.cards tbody th{border:0;padding:2px 0}table.cards td::before{content:attr(data-label);color:var(--muted);font-size:13px;flex:none;max-width:60%}table.cards td.long{display:block}table.cards td.long::before{display:block}
.question>summary{grid-template-columns:1fr}.question>summary .line1{grid-column:1}.question>.inside{margin-left:0}.parts>div{grid-template-columns:1fr auto}.parts .track{grid-column:1/-1}}
@media print{nav{display:none}section{border:0;padding:0;break-inside:auto}#evidence{break-before:page}.candidate{break-before:page}.candidate:first-of-type{break-before:auto}figure,tr,.tiles>div{break-inside:avoid}details::details-content{content-visibility:visible;height:auto}.numbers{display:none}.question>summary h4::after{content:""!important}a{color:inherit;text-decoration:none}}
)css";

const std::string_view kIcons =
    R"(<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>)"
    R"(<symbol id="i-pass" viewBox="0 0 16 16"><path fill-rule="evenodd" d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm3.6 5.2 1.2 1.1-5.4 6L3.6 8.9l1.1-1.2 2.6 2.4 4.3-4.9Z"/></symbol>)"
    R"(<symbol id="i-fail" viewBox="0 0 16 16"><path fill-rule="evenodd" d="M8 .8 16 15H0L8 .8Zm-.9 5v4.6h1.8V5.8H7.1Zm0 5.6v1.8h1.8v-1.8H7.1Z"/></symbol>)"
    R"(<symbol id="i-unclear" viewBox="0 0 16 16"><path fill-rule="evenodd" d="M8 0l8 8-8 8-8-8 8-8Zm-.9 4v5h1.8V4H7.1Zm0 6v1.8h1.8V10H7.1Z"/></symbol>)"
    R"(<symbol id="i-nodata" viewBox="0 0 16 16"><path fill-rule="evenodd" d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm0 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8ZM4.6 7.1v1.8h6.8V7.1H4.6Z"/></symbol>)"
    R"(<symbol id="i-untested" viewBox="0 0 16 16"><circle cx="8" cy="8" r="2.6"/></symbol>)"
    R"(</defs></svg>)";

}  // namespace northstar
