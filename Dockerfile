# syntax=docker/dockerfile:1
# Two stages: the first builds a wheel and installs everything into one folder, the second carries only that folder.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /opt/redress
COPY requirements.lock ./
RUN /opt/redress/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY knowledge ./knowledge
RUN /opt/redress/bin/pip install --no-deps --no-build-isolation . \
 && REDRESS_DATA_DIR=/opt/learnt /opt/redress/bin/redress index --quick

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Redress" \
      org.opencontainers.image.description="Tells workers what they can do when their employer goes bankrupt" \
      org.opencontainers.image.licenses="Apache-2.0 AND CC-BY-4.0"
RUN groupadd --system --gid 10001 redress \
 && useradd --system --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin redress \
 && install -d -o redress -g redress -m 700 /data /data/cache
COPY --from=build /opt/redress /opt/redress
COPY --from=build --chown=redress:redress /opt/learnt/cache /data/cache
COPY --chown=root:root knowledge /srv/knowledge
ENV PATH=/opt/redress/bin:$PATH PYTHONUNBUFFERED=1 \
    REDRESS_DATA_DIR=/data REDRESS_KNOWLEDGE=/srv/knowledge REDRESS_LOG=json
# The browser chat stays inside the container unless REDRESS_HOST opens it; put a door with a password in front then.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8484
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ.get(\"REDRESS_PORT\", \"8484\")}/healthz', timeout=4)"]
ENTRYPOINT ["redress"]
CMD ["run"]
