# syntax=docker/dockerfile:1
# One image for every role: compose.yaml shows how each is started.

FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web ./
RUN npm run build

FROM rust:1-bookworm AS program
WORKDIR /src
COPY . .
COPY --from=web /src/web/dist web/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked && cp target/release/seatlog /seatlog

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /data seatlog
COPY --from=program /seatlog /usr/local/bin/seatlog
USER 10001
WORKDIR /data
ENV BIND=0.0.0.0:8080 DATA_DIR=/data
VOLUME /data
EXPOSE 8080
# The image has no HTTP client; bash can speak enough of it.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
# The program drains within this; compose and orchestrators wait for it.
STOPSIGNAL SIGTERM
ENTRYPOINT ["seatlog"]
CMD ["serve"]
