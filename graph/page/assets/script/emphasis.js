// In: the graph, the view and the state. Out: what the selection makes stand out, and what steps back. Pure.

export const FADED = 0.18;

/** What stands out while the state's selection holds. */
export function createEmphasis(graph, view, state) {
  const { selection } = state;
  const chosenLinks = new Set();
  const clearNodes = new Set();
  const clearLinks = new Set();
  if (selection?.kind === "node") {
    for (const node of [selection.number, ...(view.near.get(selection.number) ?? [])]) clearNodes.add(node);
    for (const link of view.links) if (link.source === selection.number || link.target === selection.number) clearLinks.add(link.number);
  } else if (selection) {
    const numbers = new Set(selection.numbers);
    for (const link of view.links) if (link.statements.some((number) => numbers.has(number))) chosenLinks.add(link.number);
    for (const number of numbers) {
      const { subject, object, claimedBy } = graph.statements[number];
      for (const end of [subject, object, ...claimedBy]) if (end !== null) clearNodes.add(end);
    }
    for (const link of chosenLinks) clearLinks.add(link);
  }
  const node = selection?.kind === "node" ? selection.number : null;
  return {
    isNodeChosen: (number) => number === node,
    isLinkChosen: (number) => chosenLinks.has(number),
    isNodeFaded: (number) => Boolean(selection) && !clearNodes.has(number),
    isLinkFaded: (number) => Boolean(selection) && !clearLinks.has(number),
    isNodeNear: (number) => Boolean(selection) && clearNodes.has(number),
    /** Nodes and links whose labels are shown whatever lies in their way. */
    forced: { nodes: node === null ? new Set(clearNodes) : new Set([node]), links: new Set(chosenLinks) },
  };
}
