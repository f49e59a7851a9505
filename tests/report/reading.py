"""Reads a page as a browser does: elements that open and close, their attributes, and the text between them."""

from html.parser import HTMLParser

VOID = {"meta", "br", "wbr", "hr", "img", "input", "link", "col"}


class Page(HTMLParser):
    """A page taken apart; an element that closes what is not open is an error."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements = []  # (tag, attributes) in order
        self.open = []
        self.texts = []  # (the elements around it, text)
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        assert len(attributes) == len(dict(attributes)), f"<{tag}> has an attribute twice"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]} at {self.getpos()}"
        self.open.pop()

    def handle_data(self, data):
        if data.strip():
            self.texts.append((tuple(self.open), data))

    def of(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]

    def text(self, within=None):
        return " ".join(text for around, text in self.texts if within is None or within in around)
