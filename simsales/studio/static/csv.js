// Tables as the studio writes them: commas, double quotes where needed, a header.

/** Rows as objects by the header's names. */
export function rowsOf(text) {
  const [header, ...rows] = records(text);
  return rows.map((row) => Object.fromEntries(header.map((name, place) => [name, row[place] ?? ""])));
}

function records(text) {
  const found = [];
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/gy;
  let row = [];
  while (cell.lastIndex < text.length) {
    const [, held, after] = cell.exec(text);
    row.push(held.startsWith('"') ? held.slice(1, -1).replaceAll('""', '"') : held);
    if (after !== ",") {
      found.push(row);
      row = [];
    }
  }
  return found;
}
