# spe in a container: CPU only, no root, nothing over the network once it is built.
# This file has not been built where it was written; tests/test_packaging.py only reads it.
#
#   docker build -t spe .
#   docker run --rm -it --network none -v "$PWD:/account" spe extract
FROM python:3.12-slim-bookworm

RUN useradd --create-home --uid 1000 spe && mkdir /account && chown spe:spe /account

WORKDIR /src
COPY pyproject.toml setup.cfg constraints.txt README.md LICENSE ./
COPY spe ./spe
RUN pip install --no-cache-dir --constraint constraints.txt .

# As the person that will run it: the face model lies in the home folder. Without root and
# without a desktop's libraries, spe setup keeps an OpenCV that needs none.
USER spe
RUN spe setup

WORKDIR /account
ENTRYPOINT ["spe"]
CMD ["--help"]
