/** What administrators' pages alone have: tabs, filters, tables that are sorted, the pass. */
export const administration = `
.tabs { display: flex; gap: .25rem; flex-wrap: wrap; margin-inline: -.25rem; border-bottom: 1px solid var(--line); }
.tabs a { flex: none; display: flex; align-items: center; min-height: 2.75rem; padding-inline: .75rem; border-bottom: 3px solid transparent; color: var(--muted); font-weight: 600; text-decoration: none; outline-offset: -3px; }
.tabs a:hover { color: var(--ink); }
.tabs a[aria-current] { border-color: var(--fill); color: var(--ink); }
progress { display: block; width: 100%; height: .75rem; border: 0; border-radius: 1rem; background: var(--line); appearance: none; overflow: hidden; }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--fill); }
progress::-moz-progress-bar { background: var(--fill); }
.card { padding: 1.125rem; }
.says { color: var(--muted); font-size: .9375rem; }
.breakable { overflow-wrap: anywhere; }
.plain { display: grid; gap: .375rem; padding-inline-start: 1.25rem; }
.pass { padding: 1.25rem 1rem; border-radius: 1rem; background: var(--raised); font-size: 1.75rem; font-weight: 650; letter-spacing: .04em; text-align: center; }
.link { padding: 1rem; border-radius: .75rem; background: var(--raised); font-size: .9375rem; overflow-wrap: anywhere; user-select: all; }
.lines { min-height: 10rem; font-size: .9375rem; line-height: 1.5; resize: vertical; }
.spelled { display: grid; grid-template-columns: auto 1fr; gap: .375rem 1rem; }
.spelled dt { font-weight: 650; }
th a { display: inline-flex; align-items: center; gap: .375rem; min-height: 2.75rem; color: inherit; text-decoration: none; }
th a:hover { text-decoration: underline; }
th .name, th .address, .mark { display: block; }
th .name { min-height: 0; padding-block: .5rem .125rem; }
th .address { padding-bottom: .25rem; font-weight: 400; overflow-wrap: anywhere; }
th[aria-sort] a::after { content: ""; width: .4375rem; height: .4375rem; margin-inline-start: .125rem; border: solid; border-width: 2px 0 0 2px; rotate: 45deg; translate: 0 .125rem; }
th[aria-sort=descending] a::after { rotate: -135deg; translate: 0 -.125rem; }
.period { display: flex; gap: .5rem; align-items: end; }
.totals .facts { grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); }
.item progress { margin-top: .625rem; }
.short .box { max-width: 9rem; }
.filters { display: grid; gap: 1rem; align-items: end; }
@media (min-width: 40rem) { .filters { grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); } }
@media (max-width: 39.99rem) { .pairs { grid-template-columns: repeat(2, minmax(0, 1fr)); } .pairs .box { min-width: 0; width: 100%; } .pairs .field:first-child:has([type=search]) { grid-column: 1 / -1; } }
@media (max-width: 47.99rem) { thead:has(a) { visibility: hidden; } }
@media (min-width: 40rem) { .card { padding: 1.25rem; } }
@media (min-width: 48rem) { .by-cards { display: none; } .until { white-space: nowrap; } .dense tbody th time { display: block; min-width: 6.75rem; } .dense .name { min-width: 10rem; } }
@media (min-width: 70.01rem) { .dense .name { min-width: 15rem; } }
@media (min-width: 48rem) and (max-width: 70rem) {
  .dense table { font-size: .9375rem; }
  .dense th, .dense td, .dense tbody th { padding-inline: .5rem; white-space: normal; }
  .dense td time, .dense th time { min-width: 0; }
}
@media (forced-colors: active) { .pass, progress { border: 1px solid; } .tabs a[aria-current] { border-color: Highlight; } }
`
