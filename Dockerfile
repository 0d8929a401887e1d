FROM scratch
COPY bin/flagtui /flagtui
ENTRYPOINT ["/flagtui"]
