// xterm writes style elements and, for 24-bit colours, style attributes. The page's policy knows neither: the elements get
// the nonce of the page, the attributes go through the object model, which the policy allows.
export function permitStyles(nonce) {
  const create = document.createElement.bind(document);
  document.createElement = (name, options) => {
    const element = create(name, options);
    const tag = String(name).toLowerCase();
    if (tag === "style") element.nonce = nonce;
    if (tag === "span") {
      const set = element.setAttribute.bind(element);
      element.setAttribute = (key, value) => { if (key === "style") element.style.cssText = value; else set(key, value); };
    }
    return element;
  };
}
