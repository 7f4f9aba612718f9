"""Judges the published contract, and bodies by it, with a validator that is not ours.

judge.py OPENAPI BODIES: a line of BODIES is [pointer, body, verdict]. Prints each body on which the
verdicts differ, and at the end how many were judged.
"""

import json
import sys

from jsonschema import Draft202012Validator, FormatChecker

formats = FormatChecker(formats=["uuid"])


@formats.checks("cursor")
def is_cursor(value):
    """The numbers of a cursor fit 63 bits, which no short pattern can say."""
    if not isinstance(value, str):
        return True
    parts = value.split(".")
    return len(parts) == 5 and all(part.isdigit() and int(part) < 2**63 for part in parts[2:4])


def schemas(value):
    """Yields the schemas of the document: all that is called so, and the components."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "schema":
                yield part
            elif name == "schemas":
                yield from part.values()
            else:
                yield from schemas(part)
    elif isinstance(value, list):
        for part in value:
            yield from schemas(part)


def main(document_path, bodies_path):
    with open(document_path, encoding="utf-8") as file:
        document = json.load(file)
    faults = judged = 0
    for schema in schemas(document):
        Draft202012Validator.check_schema(schema)
    validators = {}
    with open(bodies_path, encoding="utf-8") as file:
        for line in file:
            pointer, body, verdict = json.loads(line)
            if pointer not in validators:
                # The document is the schema's home, so that its references are found.
                schema = {**document, "$ref": "#" + pointer}
                validators[pointer] = Draft202012Validator(schema, format_checker=formats)
            judged += 1
            if validators[pointer].is_valid(body) != verdict:
                faults += 1
                print(pointer, "ours:", verdict, json.dumps(body)[:400])
    print(f"judged {judged}, {faults} faults")


main(*sys.argv[1:])
