; Installer for Windows of the folder that PyInstaller makes there. Checked by a parser in the tests; not yet run on Windows.
;
;   python -m PyInstaller --noconfirm --distpath build\frozen packaging\weightsmith.spec
;   iscc /DVersion=0.1.0 packaging\windows\weightsmith.iss
;
; For one user and without administrator. File types are offered under "Open with"; another program's choice is never replaced.
; The installer is not signed: SmartScreen says so when it is started.

#ifndef Version
  #error The version is given on the command line: /DVersion=0.1.0
#endif

[Setup]
AppId={{6B1C0B56-2E0B-4B8E-9D0E-5D6A6C3C7A41}
AppName=Weightsmith
AppVersion={#Version}
AppPublisher=The authors of Weightsmith
DefaultDirName={autopf}\Weightsmith
DefaultGroupName=Weightsmith
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
CloseApplications=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=weightsmith-{#Version}-setup
Compression=lzma2
SolidCompression=yes
UninstallDisplayIcon={app}\weightsmith.exe
WizardStyle=modern

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "associate"; Description: "Offer Weightsmith for .pth, .pt, .ckpt, .pt2 and .safetensors files"
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "..\..\build\frozen\weightsmith\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\Weightsmith"; Filename: "{app}\weightsmith.exe"; AppUserModelID: "Weightsmith.Weightsmith"
Name: "{autodesktop}\Weightsmith"; Filename: "{app}\weightsmith.exe"; AppUserModelID: "Weightsmith.Weightsmith"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\Weightsmith.Checkpoint"; ValueType: string; ValueName: ""; ValueData: "PyTorch checkpoint"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Weightsmith.Checkpoint\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\weightsmith.exe,0"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Weightsmith.Checkpoint\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\weightsmith.exe"" ""%1"""; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.pth\OpenWithProgids"; ValueType: string; ValueName: "Weightsmith.Checkpoint"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.pt\OpenWithProgids"; ValueType: string; ValueName: "Weightsmith.Checkpoint"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.ckpt\OpenWithProgids"; ValueType: string; ValueName: "Weightsmith.Checkpoint"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.pt2\OpenWithProgids"; ValueType: string; ValueName: "Weightsmith.Checkpoint"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.safetensors\OpenWithProgids"; ValueType: string; ValueName: "Weightsmith.Checkpoint"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate

[Run]
Filename: "{app}\weightsmith.exe"; Description: "{cm:LaunchProgram,Weightsmith}"; Flags: nowait postinstall skipifsilent
