/** Sections, items, facts and tables. */
export const lists = `
.section > * + * { margin-top: .875rem; }
.section > header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
.section > header p { width: 100%; color: var(--muted); font-size: .9375rem; }
.panel { border: 1px solid var(--line); border-radius: 1rem; background: var(--surface); }
.items { list-style: none; }
.item { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: 1.125rem; }
.item + .item { border-top: 1px solid var(--line); }
.item > .icon { align-self: flex-start; margin-top: .125rem; color: var(--muted); }
.item > .icon:has(+ div > :only-child) { align-self: center; }
.item > div:not(.actions) { flex: 1 1 12rem; min-width: 0; }
.named { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem .5rem; }
.item .about { color: var(--muted); font-size: .9375rem; }
.item > .actions { gap: .25rem .5rem; }
.points { display: grid; gap: .5rem; padding-inline-start: 1.25rem; }
.facts { display: grid; gap: 1rem 1.5rem; }
.facts dt { color: var(--muted); font-size: .9375rem; }
.facts dd { font-weight: 600; }
.empty { padding: 2.5rem 1.25rem; text-align: center; color: var(--muted); }
.empty > .icon { width: 2rem; height: 2rem; margin-bottom: .5rem; }
.empty .actions { justify-content: center; margin-top: 1.25rem; }
table { width: 100%; border-collapse: collapse; font-size: 1rem; font-variant-numeric: tabular-nums; }
caption { padding: 0; text-align: start; }
thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
table, tbody, tr, td, tbody th { display: block; }
tr { padding: 1rem 1.125rem; }
tbody tr + tr { border-top: 1px solid var(--line); }
td, tbody th { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .75rem; padding-block: .25rem; text-align: start; font-weight: 400; }
tbody th { display: block; font-weight: 600; padding-bottom: .375rem; }
td .button { white-space: nowrap; }
td time { display: block; text-wrap: balance; }
td::before { content: attr(data-label); color: var(--muted); font-size: .9375rem; }
td.act { display: block; padding-top: .625rem; }
td.act::before { content: none; }
.pager { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; justify-content: space-between; margin-top: 1rem; }
@media (min-width: 40rem) {
  .facts { grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); }
  .item { flex-wrap: nowrap; padding: 1.125rem 1.25rem; }
  .item > .actions { margin-inline-end: -.875rem; }
}
@media (min-width: 48rem) {
  table { display: table; } thead { display: table-header-group; position: static; clip-path: none; } tbody { display: table-row-group; } tr { display: table-row; }
  th, td, tbody th, td.act { display: table-cell; padding: .75rem 1rem; text-align: start; vertical-align: middle; }
  thead th { padding-block: .375rem; color: var(--muted); font-size: .875rem; font-weight: 600; white-space: nowrap; }
  tbody tr, tbody tr + tr { border-top: 1px solid var(--line); }
  tbody tr:hover { background: var(--raised); }
  td::before { content: none; }
  td.act { text-align: end; }
  td time { min-width: 6.75rem; }
}
`
