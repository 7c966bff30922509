"""What `.ci/nightly` needs beside its parts: counting the examples of laws, and the page of figures."""
