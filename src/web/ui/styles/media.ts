/** Print, reduced motion and forced colors. */
export const media = `
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { transition: none !important; } }
@media (forced-colors: active) {
  .primary, .alert, .badge, .monogram, .key, .backup { border: 1px solid; }
  .box:focus, :focus-visible, .choice:has(:focus-visible) { outline-color: Highlight; }
  .steps i { background: GrayText; forced-color-adjust: none; } .steps i.done { background: Highlight; }
}
@media print {
  .top, .skip, .development, footer, .alert, .button, form, .intro .emblem, .steps { display: none !important; }
  body, .task main { background: #fff; color: #000; box-shadow: none; border: 0; }
  .on-paper { display: block; }
  .backup { background: none; border: 1px solid #000; }
}
`
