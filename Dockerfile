# contentlint in a container: docker run --rm -v "$PWD:/articles" contentlint check .
FROM python:3.13-slim AS build
COPY . /source
# What to install of it: all, as pure Python, or a compiled wheel, as a release does.
ARG PACKAGE=
RUN python -I -m venv /opt/contentlint && /opt/contentlint/bin/pip install --no-cache-dir "/source/$PACKAGE"

FROM python:3.13-slim
# For --diff-base.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/contentlint /opt/contentlint
# Not root: a report or a fix belongs to whoever the container runs as (docker run --user).
RUN useradd --create-home reader
USER reader
WORKDIR /articles
ENTRYPOINT ["/opt/contentlint/bin/contentlint"]
CMD ["--help"]
