# Two stages: the first installs with the lock file's hashes, the second runs without build tools and without root.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY service service
COPY prompts prompts
COPY knowledge knowledge
RUN python3 -m venv .venv
RUN .venv/bin/python -m pip install --no-cache-dir --quiet --require-hashes -r requirements.lock
RUN .venv/bin/python -m pip install --no-cache-dir --quiet --no-build-isolation --no-deps .

FROM python:3.11-slim
# What PDF is made with.
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app /app
RUN mkdir -p data && chown 10001:10001 data
USER 10001:10001
EXPOSE 8000
CMD [".venv/bin/firstword", "serve", "--host", "0.0.0.0"]
