using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Bastion.Testing;

/// <summary>
/// A desktop served by xrdp with a session of its own for an account that exists only in the mount namespace of its processes: the accounts and settings of this machine are
/// not touched. Wants root.
/// </summary>
public sealed class XrdpDesktop : RemoteDesktop
{
    private const string Script = """
        set -eu
        w=$1 port=$2 sesman=$3 display=$4
        mkdir -p "$w/etc" "$w/home" "$w/log" /var/run/xrdp
        cp -r /etc/xrdp/. "$w/etc/"
        openssl req -x509 -newkey rsa:2048 -nodes -keyout "$w/etc/key.pem" -out "$w/etc/cert.pem" -days 30 -subj /CN=xrdp-target 2>/dev/null
        sed -i "0,/^port=/s|^port=.*|port=tcp://127.0.0.1:$port|; s|^certificate=.*|certificate=/etc/xrdp/cert.pem|; s|^key_file=.*|key_file=/etc/xrdp/key.pem|; s|^LogFile=.*|LogFile=$w/log/xrdp.log|; s|^EnableSyslog=.*|EnableSyslog=false|; s|^security_layer=.*|security_layer=tls|" "$w/etc/xrdp.ini"
        sed -i "s|^ListenPort=.*|ListenPort=$sesman|; s|^LogFile=.*|LogFile=$w/log/sesman.log|; s|^EnableSyslog=.*|EnableSyslog=false|; s|^EnableUserWindowManager=.*|EnableUserWindowManager=false|; s|^DefaultWindowManager=.*|DefaultWindowManager=$w/wm|; s|^X11DisplayOffset=.*|X11DisplayOffset=$display|" "$w/etc/sesman.ini"
        printf '#!/bin/sh\nexport LC_ALL=C.UTF-8; exec xterm -u8 -geometry 160x50+0+0 -bg "#103040" -fg white -e sh -c "echo ANA-03 ready; exec cat > %s/home/typed"\n' "$w" >"$w/wm"
        chmod 755 "$w" "$w/wm" "$w/home"
        { cat /etc/passwd; echo "service:x:61333:61333::$w/home:/bin/bash"; } >"$w/passwd"
        { cat /etc/group; echo "service:x:61333:"; } >"$w/group"
        { cat /etc/shadow; echo "service:$(openssl passwd -6 -stdin):19000:0:99999:7:::"; } >"$w/shadow"
        chown 61333:61333 "$w/home"
        mount --bind "$w/etc" /etc/xrdp
        mount --bind "$w/passwd" /etc/passwd
        mount --bind "$w/group" /etc/group
        mount --bind "$w/shadow" /etc/shadow
        xrdp-sesman --nodaemon >"$w/log/sesman.out" 2>&1 &
        exec xrdp --nodaemon >"$w/log/xrdp.out" 2>&1
        """;

    private ChildProcess? server;

    public override string Account => "service";

    protected override string TypedFile => Folder.At("home/typed");

    private int FirstDisplay => 100 + (Port % 800);

    public override IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?> { ["DISPLAY"] = ":" + Text(FirstDisplay), ["XAUTHORITY"] = Folder.At("home/.Xauthority") };

    public static async Task<XrdpDesktop> Start()
    {
        // Another program may have taken the port meanwhile.
        for (var tries = 1; ; tries++)
        {
            var desktop = new XrdpDesktop { Port = LoopbackPort.Free() };
            try
            {
                await desktop.StartServer();
                return desktop;
            }
            catch (Exception) when (tries < 3)
            {
                await desktop.DisposeAsync();
            }
            catch
            {
                await desktop.DisposeAsync();
                throw;
            }
        }
    }

    private async Task StartServer()
    {
        var script = Folder.Write("start", Script);
        string[] numbers = [Text(Port), Text(LoopbackPort.Free()), Text(FirstDisplay)];
        server = ChildProcess.Start("unshare", ["-m", "--propagation", "private", "bash", script, Folder.Path, .. numbers]);
        await server.Input.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Password + "\n"));
        server.Input.Close();
        await WaitForServer();
        using var own = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Folder.At("etc/cert.pem")));
        if (!Certificate.AsSpan().SequenceEqual(own.RawData))
        {
            throw new InvalidOperationException("Somebody else answers at the desktop's port.");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            // The session outlives its connection: that is what xrdp is for. Ours ends with the test.
            foreach (var child in ProcessTree.Descendants(server.Id).Reverse())
            {
                ProcessTree.Kill(child);
            }

            await server.DisposeAsync();
        }

        Folder.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
