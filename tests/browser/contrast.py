"""How well a text stands out on the page."""

# The contrast of an element's text against what is behind it, by WCAG's formula; opacities count.
CONTRAST = """
(selector) => {
  const element = document.querySelector(selector);
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const above = [];
  for (let at = element; at; at = at.parentElement) above.push(at);
  let behind = [255, 255, 255];
  for (const at of above.toReversed()) behind = over(rgba(getComputedStyle(at).backgroundColor), behind);
  const placeholder = "placeholder" in element && !element.value ? "::placeholder" : undefined;
  const ink = rgba(getComputedStyle(element, placeholder).color);
  ink[3] *= above.reduce((whole, at) => whole * Number(getComputedStyle(at).opacity), 1);
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [a, b] = [light(over(ink, behind)), light(behind)].sort((one, two) => two - one);
  return (a + 0.05) / (b + 0.05);
}
"""
