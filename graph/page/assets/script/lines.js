// In: the lines of a picture that has very many. Out: their drawing, straight, all of one look in one stroke.

import { FADED } from "./emphasis.js";
import { DASHES } from "./palette.js";

const HEAD = 7;

/** Draw all lines of what is `shown` (view, emphasis); heads only where one is near enough to see them. */
export function drawLines(context, geometry, { view, emphasis }, palette, scale) {
  const looks = new Map();
  for (const link of view.links) {
    const key = `${link.group} ${link.status} ${emphasis.isLinkChosen(link.number)} ${emphasis.isLinkFaded(link.number)}`;
    (looks.get(key) ?? looks.set(key, []).get(key)).push(link);
  }
  const withHeads = scale > 0.45;
  for (const links of looks.values()) {
    const [{ group, status, number }] = links;
    context.globalAlpha = emphasis.isLinkFaded(number) ? FADED : 1;
    context.strokeStyle = context.fillStyle = palette.group(group);
    context.lineWidth = emphasis.isLinkChosen(number) ? 4.5 : 1.2;
    context.setLineDash(withHeads && DASHES[status] ? DASHES[status] : []);
    context.beginPath();
    for (const link of links) addLine(context, geometry, link);
    context.stroke();
    context.setLineDash([]);
    if (!withHeads) continue;
    context.beginPath();
    for (const link of links) addHead(context, geometry, link);
    context.fill();
  }
  context.globalAlpha = 1;
}

function addLine(context, geometry, link) {
  const shares = link.source === link.target ? [0, 0.25, 0.5, 0.75, 1] : [0, 1];
  shares.forEach((share, place) => {
    const { x, y } = geometry.pointOn(link, share);
    if (place) context.lineTo(x, y);
    else context.moveTo(x, y);
  });
}

function addHead(context, geometry, link) {
  const [from, to] = [geometry.pointOn(link, 0.9), geometry.pointOn(link, 1)];
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [((to.x - from.x) / length) * HEAD, ((to.y - from.y) / length) * HEAD];
  context.moveTo(to.x, to.y);
  context.lineTo(to.x - dx - dy / 2, to.y - dy + dx / 2);
  context.lineTo(to.x - dx + dy / 2, to.y - dy - dx / 2);
  context.closePath();
}
