# syntax=docker/dockerfile:1

# The same release as rust-toolchain.toml.
ARG RUST_VERSION=1.95.0
ARG DEBIAN_RELEASE=bookworm

FROM rust:${RUST_VERSION}-slim-${DEBIAN_RELEASE} AS builder
ARG RUST_VERSION
# The database engines the binary is built for: `sqlite`, `postgres` or both.
# `tls` is always added: without it the bundled libpq speaks no TLS.
ARG ODOI_FEATURES=sqlite,postgres

# The bundled libpq links an OpenSSL that is built here, which takes perl and make.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends make perl \
    && rm -rf /var/lib/apt/lists/*

# The image's own toolchain is the right one: rustup need not fetch the
# formatter and the linter that rust-toolchain.toml also asks for.
ENV RUSTUP_TOOLCHAIN=${RUST_VERSION} \
    CARGO_TERM_COLOR=never

WORKDIR /src
COPY . .
# The target directory is a cache that later stages do not see, so the binary
# is copied out of it in the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/usr/local/cargo/git,sharing=locked \
    --mount=type=cache,target=/src/target,sharing=locked \
    cargo build --release --locked --package odoi --bin odoi \
        --no-default-features --features "${ODOI_FEATURES},tls" \
    && install -D --mode=0755 target/release/odoi /out/odoi

FROM debian:${DEBIAN_RELEASE}-slim AS runtime

# For TLS to PostgreSQL (sslmode=verify-full&sslrootcert=system). Nothing else is installed.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 odoi \
    && useradd --system --uid 10001 --gid odoi --no-create-home \
        --home-dir /var/lib/odoi --shell /usr/sbin/nologin odoi \
    && install --directory --owner=odoi --group=odoi --mode=0700 /var/lib/odoi

COPY --from=builder /out/odoi /usr/local/bin/odoi

# Signing keys, and the database when the engine is SQLite.
ENV ODOI_DATA_DIR=/var/lib/odoi \
    ODOI_LISTEN=0.0.0.0:8080 \
    ODOI_LOG_FORMAT=json
VOLUME ["/var/lib/odoi"]
WORKDIR /var/lib/odoi

# By number, so that an orchestrator can see that it is not root.
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
    CMD ["odoi", "health"]
ENTRYPOINT ["odoi"]
CMD ["serve"]
