# One image for all: commands, migrations, the Prefect server and the worker. docker-compose.yml says which is which,
# and how each shows that it is well.
FROM python:3.11.14-slim-bookworm

RUN useradd --uid 10001 --create-home cyp \
    && install --directory --owner cyp --group cyp --mode 0750 /var/lib/cyp

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY LICENSE README.md pyproject.toml prefect.yaml ./
COPY docker/entrypoint.sh docker/
COPY expectations expectations
COPY flows flows
COPY samples samples
COPY sql sql
COPY transforms transforms
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && python -m compileall -q expectations flows samples transforms

# There is no git in here to ask which version of the code this is.
ARG CODE_VERSION=""
ENV CYP_CODE_VERSION=${CODE_VERSION} \
    CYP_HOME=/var/lib/cyp \
    DO_NOT_TRACK=1 \
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE=false \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

USER cyp
ENTRYPOINT ["/app/docker/entrypoint.sh"]
CMD ["cyp", "--help"]
