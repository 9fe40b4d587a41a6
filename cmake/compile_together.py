"""Writes sources that include several others, so that what these share is read once.

Names of an anonymous namespace, and aliases, are known in the rest of a translation unit. So two files come together
only if neither declares such a name that stands anywhere in the other, or is declared in a header of the other.

  compile_together.py FOLDER NAME MOST FILE…   writes FOLDER/NAME_0.cc …, of at most MOST files, and prints the sources
                                               to compile: these, and the files that stay alone
"""
import functools
import pathlib
import re
import sys

WORD = re.compile(r"[A-Za-z_]\w*")


def code(text):
    """The text without comments, preprocessor lines and what stands in quotes."""
    text = re.sub(r'R"(\w*)\(.*?\)\1"', '""', text, flags=re.S)
    text = re.sub(r"//[^\n]*", "", text)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)
    text = re.sub(r"'(?:\\.|[^'\\\n])'", "0", text)
    return re.sub(r"^[ \t]*#[^\n]*", "", text, flags=re.M)


def declared(head):
    """The name that a declaration at the level of a namespace gives: what stands before its body, value or end."""
    head = re.sub(r"^template\s*<[^{}]*?>\s*(?=\w)", "", head.strip())
    for pattern in (r"(?:using|namespace)\s+(\w+)\s*=", r"using\s+(?:\w+::)+(\w+)$",
                    r"(?:class|struct|enum class|enum|union)\s+(\w+)"):
        if found := re.match(pattern, head):
            return found.group(1)
    depth = 0
    for at, character in enumerate(head):
        depth += (character == "<") - (character == ">")
        if character in "(=[" and depth <= 0:
            head = head[:at]
            break
    words = WORD.findall(head)
    # A test's class has a name of its own.
    return words[-1] if words and not head.startswith("TEST") else None


def names_of(text):
    """Two sets: what is known in this file alone, and what its namespaces declare for everybody."""
    private, public, scopes, head = set(), set(), [], ""

    def add():
        if "other" not in scopes and head.strip():
            alias = re.match(r"\s*(using|namespace)\b(?!\s+namespace)", head)
            (private if "anonymous" in scopes or alias else public).add(declared(head))

    for character in text:
        if character == "{":
            if re.match(r"\s*(inline\s+)?namespace\b[^=]*$", head):
                scopes.append("named" if head.split()[-1] != "namespace" else "anonymous")
            else:
                add()
                scopes.append("other")
            head = ""
        elif character == "}":
            if scopes:
                scopes.pop()
            head = ""
        elif character == ";":
            add()
            head = ""
        else:
            head += character
    return private - {None}, public - {None}


@functools.cache
def included(file, root):
    """What the project's headers that a file includes declare, and those that they include."""
    text = file.read_text()
    names = set().union(*names_of(code(text))) if file.suffix == ".h" else set()
    for header in re.findall(r'^#include "(.+)"', text, re.M):
        for folder in (root / "src", root):
            if (folder / header).exists():
                names |= included(folder / header, root)
                break
    return names


def groups(files, most, root):
    found = []
    for file in files:
        text = code(file.read_text())
        private, words = names_of(text)[0], set(WORD.findall(text)) | included(file, root)
        for group in found:
            if len(group["files"]) < most and not private & group["words"] and not group["private"] & words:
                break
        else:
            group = {"files": [], "private": set(), "words": set()}
            found.append(group)
        group["files"].append(file)
        group["private"] |= private
        group["words"] |= words
    return [group["files"] for group in found]


def main():
    folder, name, most = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    root = pathlib.Path(__file__).resolve().parent.parent
    folder.mkdir(parents=True, exist_ok=True)
    sources, written = [], 0
    for group in groups([pathlib.Path(file) for file in sorted(sys.argv[4:])], most, root):
        if len(group) == 1:
            sources.append(str(group[0]))
            continue
        together = folder / f"{name}_{written}.cc"
        written += 1
        text = "".join(f'#include "{file}"\n' for file in group)
        # Written again only when it changed, since its time decides what is compiled.
        if not together.exists() or together.read_text() != text:
            together.write_text(text)
        sources.append(str(together))
    print(";".join(sources), end="")


main()
