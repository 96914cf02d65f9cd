"""What makes a deal's numbers reproducible, from its files."""

import chizai
from chizai.app.load import DealFolder
from chizai.documents.provenance import Provenance


def provenance_of(source: DealFolder) -> Provenance:
    """Give what makes a deal's numbers reproducible."""
    return Provenance(
        version=chizai.__version__,
        as_of_on=source.inputs.as_of_on,
        program_digest=source.program.digest(),
        inputs=source.digests,
    )
