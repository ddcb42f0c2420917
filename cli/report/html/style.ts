/**
 * How the page of a report looks: light and dark, wide and on a phone.
 * @module
 */

/** The page's style sheet. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --back: #f5f6f8; --surface: #ffffff; --text: #1c2229; --muted: #59636e; --line: #d9dee4;
  --accent: #0a58a6; --field: #ffffff; --head: #eef1f4;
  --yes: #0c5a2b; --yes-back: #d5f1de; --some: #694500; --some-back: #fcebc2;
  --open: #45319c; --open-back: #e7e4fc; --no: #5f6873; --no-back: transparent;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #0e1216; --surface: #161b21; --text: #e7edf3; --muted: #9fabb7; --line: #2d3640;
    --accent: #76b5f5; --field: #0e1216; --head: #1d242b;
    --yes: #84e5a5; --yes-back: #113620; --some: #f2cb70; --some-back: #3a2c0b;
    --open: #beb5ff; --open-back: #2a2355; --no: #94a0ac; --no-back: transparent;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 1.5rem clamp(0.75rem, 3vw, 2.5rem) 3rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
header, main { max-width: 84rem; margin: 0 auto; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; letter-spacing: -0.01em; }
header p { margin: 0.25rem 0 1rem; color: var(--muted); overflow-wrap: anywhere; }
.findings { margin: 0 0 1rem; padding: 0.6rem 0.9rem 0.6rem 2rem; border-left: 4px solid var(--some); background: var(--some-back); color: var(--some); border-radius: 4px; overflow-wrap: anywhere; }
form {
  display: grid; grid-template-columns: minmax(14rem, 2fr) repeat(4, minmax(8rem, 1fr)); gap: 0.75rem; align-items: end;
  padding: 0.9rem; background: var(--surface); border: 1px solid var(--line); border-radius: 10px;
}
label, fieldset legend { display: block; font-size: 0.8rem; font-weight: 600; color: var(--muted); padding: 0; }
label > input, label > select { display: block; width: 100%; margin-top: 0.25rem; }
input[type=search], select {
  font: inherit; font-weight: 400; font-size: 0.95rem; color: var(--text); background: var(--field); border: 1px solid var(--line); border-radius: 6px;
  padding: 0.45rem 0.6rem; min-height: 2.5rem;
}
fieldset { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; border: 0; margin: 0; padding: 0; }
fieldset label { font-size: 0.95rem; font-weight: 400; color: var(--text); display: inline-flex; align-items: center; gap: 0.4rem; min-height: 2rem; }
fieldset input { width: 1.05rem; height: 1.05rem; margin: 0; accent-color: var(--accent); }
.bar { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; justify-content: space-between; margin: 0.9rem 0 0.5rem; }
.bar p { margin: 0; color: var(--muted); }
#download {
  font: inherit; font-weight: 600; color: var(--accent); background: transparent; border: 1px solid var(--accent);
  border-radius: 6px; padding: 0.35rem 0.8rem; min-height: 2.25rem; cursor: pointer;
}
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
::placeholder { color: var(--muted); opacity: 1; }
table { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
thead th {
  position: sticky; top: 0; z-index: 1; text-align: left; font-size: 0.8rem; font-weight: 600; color: var(--muted);
  background: var(--head); padding: 0.55rem 0.6rem; border-bottom: 1px solid var(--line); text-transform: capitalize;
}
thead th { width: 6.4rem; }
thead th:first-child { width: 22%; }
thead th:nth-child(2) { width: auto; }
thead th:first-child { border-top-left-radius: 9px; padding-left: 0.9rem; }
thead th:last-child { border-top-right-radius: 9px; }
tbody th, tbody td { text-align: left; font-weight: 400; padding: 0.4rem 0.35rem; border-bottom: 1px solid var(--line); vertical-align: middle; }
tbody th { padding-left: 0.9rem; }
tbody td:nth-child(2) { padding-left: 0.6rem; }
tbody tr:last-child > * { border-bottom: 0; }
tbody b { display: block; font-weight: 600; overflow-wrap: anywhere; }
tbody small { color: var(--muted); font-size: 0.8rem; }
.answer {
  font: inherit; font-size: 0.9rem; display: inline-grid; grid-template-columns: 1em auto; justify-items: start; align-items: center; gap: 0 0.35rem; min-height: 2rem;
  padding: 0.15rem 0.7rem; white-space: nowrap; border: 1px solid transparent; border-radius: 1.1rem; cursor: pointer; color: inherit; background: none;
}
.answer .sign { font-weight: 700; justify-self: center; }
.answer.allow { color: var(--yes); background: var(--yes-back); }
.answer.some { color: var(--some); background: var(--some-back); }
.answer.undecided { color: var(--open); background: var(--open-back); }
.answer.deny { color: var(--no); background: var(--no-back); }
.answer:hover, .answer[aria-expanded=true] { border-color: currentColor; }
.answer .was { grid-column: 1 / -1; line-height: 1.2; margin-bottom: 0.15rem; font-size: 0.75rem; font-weight: 600; text-decoration: underline; text-underline-offset: 2px; }
.why td { padding: 0.9rem 1.1rem 1.1rem; background: var(--head); }
.why h2 { font-size: 1rem; margin: 0 0 0.4rem; overflow-wrap: anywhere; }
.why h3 { font-size: 0.85rem; margin: 0.6rem 0 0.2rem; color: var(--muted); overflow-wrap: anywhere; }
.why ol, .why ul { margin: 0; padding-left: 1.4rem; }
.why li, .why p { overflow-wrap: anywhere; }
.why p { margin: 0.7rem 0 0; color: var(--muted); font-size: 0.85rem; }
.legend { color: var(--muted); font-size: 0.85rem; margin-top: 1rem; }
kbd { font: inherit; font-size: 0.8rem; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; padding: 0 0.3rem; background: var(--surface); }
@media (max-width: 70rem) {
  form { grid-template-columns: 1fr 1fr; }
  form > label:first-child { grid-column: 1 / -1; }
  table, tbody, tr, th, td { display: block; }
  table { background: none; border: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr {
    display: grid; grid-template-columns: repeat(auto-fill, minmax(6.4rem, 1fr)); gap: 0.35rem 0.5rem; margin-bottom: 0.75rem; padding: 0.8rem 0.9rem;
    background: var(--surface); border: 1px solid var(--line); border-radius: 10px;
  }
  tbody tr:last-child > * , tbody th, tbody td { border: 0; padding: 0; }
  tbody tr > td:nth-child(2) { padding-left: 0; }
  tbody th, tbody td:nth-child(2) { grid-column: 1 / -1; }
  tbody td:nth-child(2) { margin-bottom: 0.35rem; }
  tbody b { display: inline; margin-right: 0.5rem; }
  td[data-label]::before { content: attr(data-label); display: block; font-size: 0.75rem; color: var(--muted); text-transform: capitalize; }
  td.none { display: none; }
  tbody tr.why { margin-top: -0.5rem; background: var(--head); }
  tbody .why td { grid-column: 1 / -1; background: none; }
  .answer { min-height: 2.5rem; }
}
@media print { form, #download, .legend { display: none; } }
`;
