import { escapeHtml } from "../http.ts";

const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#eef0f4;color:#1c1e24;font:16px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:460px;margin:0 auto;padding:16px}
.note{margin:0 0 12px;padding:8px 12px;border-radius:10px;background:#fff6d8;color:#6a5200;font-size:13px}
.card{background:#fff;border-radius:16px;padding:20px;margin-bottom:12px;box-shadow:0 1px 3px rgba(20,25,40,.08)}
.sum{margin:0;font-size:30px;font-weight:700;line-height:1.2;white-space:nowrap}
.what{margin:6px 0 0;color:#5b6070;overflow-wrap:anywhere}
h1{margin:0 0 8px;font-size:20px}h2{margin:0 0 10px;font-size:16px}
.tabs{display:flex;gap:4px;padding:4px;margin-bottom:16px;border-radius:12px;background:#eef0f4}
.tabs a{flex:1;padding:9px;border-radius:9px;text-align:center;color:#5b6070;text-decoration:none}
.tabs a.on{background:#fff;color:#1c1e24;font-weight:600;box-shadow:0 1px 2px rgba(20,25,40,.12)}
label{display:block;margin-bottom:12px;color:#5b6070;font-size:13px}
input{display:block;width:100%;margin-top:4px;padding:12px;border:1px solid #cfd3dd;border-radius:10px;font:inherit;font-size:17px;color:#1c1e24}
input:focus{outline:2px solid #6a4cff;outline-offset:-1px;border-color:#6a4cff}
.pair{display:flex;gap:12px}.pair label{flex:1}
button,.button{display:block;width:100%;padding:14px;border:0;border-radius:12px;background:#5a3df0;color:#fff;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button:hover,.button:hover{background:#4a2fd6}
.quiet{background:#eef0f4;color:#1c1e24}.quiet:hover{background:#e2e5ec}
button+button,form+form{margin-top:10px}
.back{display:block;padding:12px;text-align:center;color:#4a2fd6;text-decoration:none}
.bad{margin:0 0 14px;padding:10px 12px;border-radius:10px;background:#fdeaea;color:#9b1c1c}
.bad b{display:block}
.mark{display:flex;align-items:center;justify-content:center;width:52px;height:52px;margin-bottom:12px;border-radius:50%;font-size:26px;color:#fff;background:#1f9d55}
.mark.no{background:#d64545}.mark.wait{background:#d08a00}
table{width:100%;border-collapse:collapse;font-size:14px}
td{padding:0;border-top:1px solid #eef0f4}tr:first-child td{border-top:0}
td a{display:flex;justify-content:space-between;gap:8px;padding:9px 4px;color:inherit;text-decoration:none}
td a:hover{background:#f5f4ff}
.num{font-variant-numeric:tabular-nums;white-space:nowrap}
.dim{color:#7a8091;text-align:right}
.hint{margin:-6px 0 8px;color:#7a8091;font-size:13px}
summary{padding:4px 0;cursor:pointer;font-weight:600}
.why{padding:12px 0 4px;border-top:1px solid #eef0f4;font-size:14px}.why:first-of-type{border-top:0}
.why p{margin:0 0 6px}.why code{color:#7a8091;font-size:12px}
.chips{display:grid;grid-template-columns:repeat(3,1fr);gap:6px}
.chips a{padding:7px 4px;text-align:center;border-radius:8px;background:#f1eefe;color:#4a2fd6;font-size:13px;text-decoration:none}
`;

/** A whole page: no scripts and nothing from outside, so it works wherever the sandbox does. */
export function framedPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main><p class="note">Песочница: страница похожа на оплату ЮKassa, деньги не списываются.</p>
${body}</main></body></html>`;
}
