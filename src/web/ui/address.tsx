/** A network address, which may break after a colon and nowhere else. */
export function Address({ value }: { value: string }) {
  return <>{value.split(/(?<=:)/).map((part, i) => <>{i > 0 && <wbr />}<span class="whole">{part}</span></>)}</>
}
