#!/bin/sh
# Lays out an AppDir from the folder that `make deb` leaves, and packs it when appimagetool is on the PATH.
#
#   sh packaging/appimage/build.sh [FROZEN-FOLDER [APPDIR]]
#
# The AppDir is started in the tests; the packing has not been run: appimagetool is in no package index.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
frozen=${1:-$root/build/deb/frozen/weightsmith}
appdir=${2:-$root/build/Weightsmith.AppDir}
[ -x "$frozen/weightsmith" ] || { echo "$frozen holds no program; run 'make deb' first." >&2; exit 1; }

rm -rf "$appdir"
mkdir -p "$appdir/usr/lib" "$appdir/usr/share/applications" "$appdir/usr/share/metainfo" "$appdir/usr/share/mime/packages"
cp -a "$frozen" "$appdir/usr/lib/weightsmith"
cp "$root/packaging/appimage/AppRun" "$appdir/AppRun"
chmod 755 "$appdir/AppRun"
cp "$root/resources/desktop/weightsmith.desktop" "$appdir/weightsmith.desktop"
cp "$root/resources/desktop/weightsmith.desktop" "$appdir/usr/share/applications/"
cp "$root/resources/desktop/weightsmith.metainfo.xml" "$appdir/usr/share/metainfo/"
cp "$root/resources/desktop/weightsmith.xml" "$appdir/usr/share/mime/packages/"
cp "$root/resources/icons/weightsmith.svg" "$appdir/weightsmith.svg"
ln -s weightsmith.svg "$appdir/.DirIcon"

if command -v appimagetool >/dev/null; then
    mkdir -p "$root/dist"
    cd "$root/dist" && exec appimagetool "$appdir"
fi
echo "$appdir is laid out; appimagetool, which makes one file of it, is not on the PATH."
