# The bot alone: the sandbox is for a checkout, not for the image.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /app/.venv \
 && /app/.venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r requirements.lock

FROM python:3.11-slim
RUN useradd --system --create-home --uid 10001 blockers \
 && mkdir /data && chown blockers /data
WORKDIR /app
COPY --from=build /app/.venv /app/.venv
COPY bot ./bot
COPY handlers ./handlers
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    BLOCKERS_CONFIG=/config/blockers.yml \
    BLOCKERS_DATA_DIR=/data
USER blockers
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/live', timeout=2)"]
ENTRYPOINT ["python", "-m", "bot"]
