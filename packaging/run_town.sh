#!/bin/sh
# What `make run` does once .venv stands: the sample town in its window, or, without a display, one simulated day of it,
# a short report and a picture. The world stays in run/, so that the next time everybody remembers.
set -eu
cd "$(dirname "$0")/.."

app=.venv/bin/sandbox-app
town=${TOWN:-alderwick}
world=run/$town.world
picture=run/$town.png

mkdir -p run
if [ ! -e "$world" ]; then
    echo "A new world: $world"
    "$app" new "$world" --town "$town"
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; then
    exec "$app" open "$world" --play
fi

echo "There is no display here: the town lives for one day without its window."
"$app" run "$world" --for 1d
QT_QPA_PLATFORM=offscreen "$app" screenshot "$world" -o "$picture"
echo "The picture is $picture, the world is $world; 'make run' again lives the next day."
