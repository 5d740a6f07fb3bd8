using System.Globalization;

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

    public static async Task<XrdpDesktop> Start()
    {
        var desktop = new XrdpDesktop { Port = LoopbackPort.Free() };
        var script = desktop.Folder.Write("start", Script);
        string[] numbers = [Text(desktop.Port), Text(LoopbackPort.Free()), Text(100 + desktop.Port % 800)];
        desktop.server = ChildProcess.Start("unshare", ["-m", "--propagation", "private", "bash", script, desktop.Folder.Path, .. numbers]);
        await desktop.server.Input.WriteAsync(System.Text.Encoding.UTF8.GetBytes(desktop.Password + "\n"));
        desktop.server.Input.Close();
        try
        {
            await desktop.WaitForServer();
            return desktop;
        }
        catch
        {
            await desktop.DisposeAsync();
            throw;
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
