"""casualties policies: the table of policies."""

from __future__ import annotations

import inspect

import click

from casualties.cli import options


@click.command()
@options.form("text", "json", default="text")
def command(form: str) -> int:
    """List the reconciliation policies and what each does."""
    from casualties.cli import output
    from casualties.reconcile import POLICIES

    texts = {name: inspect.cleandoc(policy.__doc__ or "") for name, policy in POLICIES.items()}
    output.put_record(texts, form, output.named_texts)
    return 0
