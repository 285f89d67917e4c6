import type { OpenApiDocument, Operation } from "./openApi.ts";

const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:15px/1.55 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:2rem 1rem 6rem}
h1{font-size:1.7rem;margin:0}h2{margin:3rem 0 .5rem;border-bottom:1px solid var(--line);text-transform:capitalize}
code,pre{font:13px/1.5 ui-monospace,monospace}pre{background:var(--soft);padding:.8rem;overflow:auto;border-radius:6px;white-space:pre-wrap}
details{border:1px solid var(--line);border-radius:8px;margin:.5rem 0}details>div{padding:0 1rem 1rem}
summary{padding:.6rem 1rem;cursor:pointer}summary b{display:inline-block;width:4.2rem;text-transform:uppercase;font-size:.8rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
tr:target{background:var(--soft)}`;

/** The document as one page that needs no script and no other host: readable anywhere, under the strictest policy. */
export function docsPage(document: OpenApiDocument): string {
  const { info, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? "other");
  const sections = [...byTag].map(
    ([tag, entries]) =>
      `<h2>${escapeHtml(tag)}</h2>${entries.map((entry) => operationHtml(entry.method, entry.path, entry.operation)).join("")}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(info.title)} API</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(info.title)} API</h1><p>Version ${escapeHtml(info.version)} · machine-readable: <a href="/openapi.json">openapi.json</a></p>
${info.description.split("\n\n").map(paragraph).join("")}
${sections.join("")}
${socketsHtml(document)}
<h2>Problems</h2>${problemsHtml(document)}
<h2>Schemas</h2>${Object.entries(components.schemas)
    .map(
      ([name, schema]) =>
        `<details id="schema-${escapeHtml(name)}"><summary>${escapeHtml(name)}</summary><div>${json(schema)}</div></details>`,
    )
    .join("")}
</body></html>`;
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const { summary, description, security, parameters, requestBody, responses } = operation;
  return `<details id="${escapeHtml(operation.operationId)}"><summary><b>${escapeHtml(method)}</b><code>${escapeHtml(path)}</code> ${escapeHtml(summary)}</summary><div>
${description === undefined ? "" : paragraph(description)}${security.length > 0 ? "<p>Needs an access token.</p>" : ""}
${parameters.length > 0 ? `<h4>Parameters</h4>${json(parameters)}` : ""}
${requestBody === undefined ? "" : `<h4>Body</h4>${json(requestBody)}`}
<h4>Answers</h4>${json(responses)}</div></details>`;
}

function socketsHtml({ "x-sockets": sockets }: OpenApiDocument): string {
  const messages = [...sockets.clientToServer, ...sockets.serverToClient];
  const rows = messages.map(
    ({ event, description, schema, acknowledgement }) =>
      `<details><summary><code>${escapeHtml(event)}</code> ${escapeHtml(description)}</summary><div>${schema === undefined ? "" : json(schema)}${
        acknowledgement === undefined ? "" : `<h4>Acknowledgement</h4>${json(acknowledgement)}`
      }</div></details>`,
  );
  return `<h2>Sockets</h2><p>${escapeHtml(sockets.protocol)}</p>${paragraph(sockets.description)}${rows.join("")}`;
}

function problemsHtml({ "x-problems": problems }: OpenApiDocument): string {
  const rows = Object.entries(problems).map(
    ([code, { status, title }]) =>
      `<tr id="${escapeHtml(code)}"><td>${status}</td><td><code>${escapeHtml(code)}</code></td><td>${escapeHtml(title)}</td></tr>`,
  );
  return `<table><tr><th>Status</th><th>Code</th><th>Meaning</th></tr>${rows.join("")}</table>`;
}

/** Plain text with `code` and **bold**, nothing else. */
function paragraph(text: string): string {
  const html = escapeHtml(text)
    .replaceAll(/`([^`]+)`/g, "<code>$1</code>")
    .replaceAll(/\*\*([^*]+)\*\*/g, "<b>$1</b>");
  return `<p>${html}</p>`;
}

/** Indented JSON whose references lead to the schemas below. */
function json(value: unknown): string {
  const text = escapeHtml(JSON.stringify(value, null, 2));
  return `<pre>${text.replaceAll(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>')}</pre>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
