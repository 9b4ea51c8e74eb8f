// Lists and quotes are only lines in Telegram's HTML. Here the lines of a list get a hanging indent.

const MARK = /^(?:\d{1,2}[.)]|[•◦▪–-])\s+/;
const BLOCKS = new Set(["BLOCKQUOTE", "PRE"]);

const isBlock = (node) => BLOCKS.has(node?.nodeName);

/** The same content, ready to stand in a bubble that keeps its line breaks. */
export function lay(fragment) {
  const result = document.createDocumentFragment();
  const lines = linesOf(fragment);
  for (const [number, line] of lines.entries()) {
    const list = hanging(line);
    result.append(...(list ?? line));
    // A block ends its own line: a break after it would show as an empty one.
    if (number < lines.length - 1 && !list && !isBlock(line.at(-1))) result.append("\n");
  }
  return result;
}

function linesOf(fragment) {
  const lines = [[]];
  for (const node of [...fragment.childNodes]) {
    if (node.nodeType !== Node.TEXT_NODE) {
      lines.at(-1).push(node);
      continue;
    }
    const [rest, ...next] = node.data.split("\n");
    lines.at(-1).push(...(rest ? [rest] : []));
    for (const text of next) lines.push(text ? [text] : []);
  }
  return lines;
}

function hanging([first, ...rest]) {
  const mark = typeof first === "string" && MARK.exec(first)?.[0];
  if (!mark || rest.some(isBlock)) return null;
  const line = document.createElement("span");
  const point = document.createElement("span");
  line.className = "hang";
  point.className = "point";
  point.append(mark);
  line.append(point, first.slice(mark.length), ...rest);
  return [line];
}
