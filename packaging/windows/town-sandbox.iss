; Inno Setup: an installer of the bundle for one person, without administrator's rights. Written after its documentation; not run yet.
;   python packaging\package.py
;   iscc /DVersion=0.1.0 packaging\windows\town-sandbox.iss
;   signtool sign /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 dist\town-sandbox-0.1.0-windows.exe
; The two programs of the bundle want to be signed by the same command before.
; Worlds lie in %LOCALAPPDATA%\town-sandbox: the installer never touches them, and they stay when the program goes.

[Setup]
AppId=town-sandbox
AppName=Town Sandbox
AppVersion={#Version}
DefaultDirName={autopf}\Town Sandbox
PrivilegesRequired=lowest
ChangesAssociations=yes
DisableProgramGroupPage=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=town-sandbox-{#Version}-windows
Compression=lzma2
SolidCompression=yes
UninstallDisplayIcon={app}\Town Sandbox.exe

[Files]
Source: "..\..\build\bundle\town-sandbox\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Town Sandbox"; Filename: "{app}\Town Sandbox.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.world"; ValueType: string; ValueData: "TownSandbox.World"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\TownSandbox.World"; ValueType: string; ValueData: "Town Sandbox world"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\TownSandbox.World\DefaultIcon"; ValueType: string; ValueData: "{app}\Town Sandbox.exe,0"
Root: HKA; Subkey: "Software\Classes\TownSandbox.World\shell\open\command"; ValueType: string; ValueData: """{app}\Town Sandbox.exe"" open ""%1"""
