#!/bin/sh
# Signs "Town Sandbox.app", makes a disk image of it, and has Apple notarize that. Written after Apple's documentation; not run yet.
# Needs: IDENTITY, a "Developer ID Application" certificate of the keychain; PROFILE, made once by `xcrun notarytool store-credentials`.
set -eu
cd "$(dirname "$0")/../.."
app="build/bundle/Town Sandbox.app"
image="dist/town-sandbox-macos-$(uname -m).dmg"

# Inside out: a library's signature is part of what the program's signature is over.
find "$app" -type f \( -name '*.dylib' -o -name '*.so' -o -perm -u+x \) -exec \
    codesign --force --timestamp --options runtime --sign "$IDENTITY" {} +
find "$app" -type d -name '*.framework' -prune -exec codesign --force --timestamp --options runtime --sign "$IDENTITY" {} +
codesign --force --timestamp --options runtime --sign "$IDENTITY" "$app"
codesign --verify --deep --strict "$app"

hdiutil create -volname "Town Sandbox" -srcfolder "$app" -ov -format UDZO "$image"
codesign --timestamp --sign "$IDENTITY" "$image"
xcrun notarytool submit "$image" --keychain-profile "$PROFILE" --wait
xcrun stapler staple "$image"
