// What a person finds on a card, in order: texts, inputs and buttons. It reads Microsoft's drawing and ours by the same
// rules; only how each of the two marks a text and an input is told apart.
(() => {
  /** @param {Element} root @param {(node: Element) => {id: string} | null} inputOf @param {string} texts */
  function read(root, inputOf, texts) {
    const found = [];
    for (const node of root.children) {
      const input = inputOf(node);
      if (input) found.push(...inputRead(node, input.id));
      else if (node.matches(texts)) found.push({ text: words(node) });
      else if (node.matches("button")) found.push({ action: node.textContent });
      else if (node.matches(".cannot")) found.push({ cannot: node.textContent });
      else found.push(...read(node, inputOf, texts));
    }
    return found;
  }

  /** Microsoft breaks lines with elements, and its Markdown ends with a line end. */
  function words(node) {
    const copy = node.cloneNode(true);
    for (const end of copy.querySelectorAll("br")) end.replaceWith("\n");
    return copy.textContent.trimEnd();
  }

  function inputRead(field, id) {
    const controls = [...field.querySelectorAll("input, textarea, select")];
    const first = controls[0];
    const label = field.querySelector("label, legend")?.textContent;
    if (first.type !== "checkbox") {
      const choices = [...(first.options ?? [])].filter((each) => !each.hidden).map((each) => [each.value, each.text]);
      return [{ input: id, kind: first.type, label, value: first.value, choices }];
    }
    const title = (box) => box.closest("label")?.textContent ?? field.querySelector(`[for="${box.id}"]`)?.textContent;
    const value = controls.filter((each) => each.checked).map((each) => each.value);
    return [{ input: id, kind: first.type, label, value, choices: controls.map((each) => [each.value, title(each).trim()]) }];
  }

  const { AdaptiveCards } = window;
  const host = new AdaptiveCards.HostConfig({ actions: { maxActions: 6 } });

  function microsoft(json) {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = host;
    card.parse(json);
    const drawn = document.createElement("div");
    drawn.append(card.render());
    const inputs = new Map(card.getAllInputs().map((each) => [each.renderedElement, each]));
    return read(drawn, (node) => inputs.get(node) ?? null, ".ac-textBlock, .ac-richTextBlock");
  }

  async function ours(json) {
    const { drawCard } = await import("/playground/static/teams/card.js");
    const drawn = document.createElement("div");
    drawn.append(drawCard(json, () => {}));
    return read(drawn, (node) => (node.dataset.input ? { id: node.dataset.input } : null), "p.text");
  }

  window.drawings = async (cards) => Promise.all(cards.map(async (each) => [microsoft(each), await ours(each)]));
})();
