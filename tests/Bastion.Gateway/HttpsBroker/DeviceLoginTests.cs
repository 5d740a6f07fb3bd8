using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Bastion.Admin.Contracts;
using Bastion.Gateway.DeviceTasks;
using Bastion.Gateway.HttpsBroker.Device;
using Bastion.Testing;
using Google.Protobuf;

namespace Bastion.Gateway.Tests.HttpsBroker;

/// <summary>Every way to sign in to a device, without the browser ever knowing with what.</summary>
public sealed partial class DeviceLoginTests
{
    private const string Password = "Quiet-harbour-78";
    private static readonly Credential Secret = new() { Account = "svc", Password = Password };

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    [InlineData("SHA-256-sess")]
    public async Task Digest_IsAnsweredOnceAndThenAhead(string algorithm)
    {
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            while (await line.ReadHeadAsync() is { } head)
            {
                if (head.Contains("Content-Length: 3", StringComparison.Ordinal))
                    await line.ReadBodyAsync(3);
                await line.WriteAsync(IsRight(head, algorithm)
                    ? ScriptedDevice.Page("in")
                    : $"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"dev, ice\", qop=\"auth,auth-int\", algorithm={algorithm}, nonce=\"n\\\"1\", opaque=o\r\nContent-Length: 0\r\n\r\n");
            }
        }), lease => lease.Endpoint.Http.Login = "digest", Secret);

        Assert.EndsWith("in", await bench.GetAsync("/a?b=c"), StringComparison.Ordinal);
        Assert.EndsWith("in", await bench.AskAsync(bench.Request("POST", "/form", $"Origin: {bench.Origin}\r\nContent-Length: 3\r\n") + "x=1"), StringComparison.Ordinal);

        Assert.Equal(3, bench.Seen.Count);
        Assert.DoesNotContain("Digest", bench.Gateway.Recorder.Events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_Refused_IsNotTriedAgain()
    {
        await using var bench = await WebBench.StartAsync(
            ScriptedDevice.Always("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=x, nonce=y, qop=auth\r\nContent-Length: 0\r\n\r\n"), lease => lease.Endpoint.Http.Login = "digest", Secret);

        Assert.Contains("X-Bastion-Page: login-refused", await bench.GetAsync("/", "Sec-Fetch-Dest: document\r\n"), StringComparison.Ordinal);

        Assert.Equal(2, bench.Seen.Count);
    }

    [Fact]
    public async Task Form_WithATokenAgainstForgery_IsFilledAndTheCookieStaysHere()
    {
        var posted = "";
        var alive = false;
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            while (await line.ReadHeadAsync() is { } head)
            {
                if (head.StartsWith("GET /login", StringComparison.Ordinal))
                {
                    await line.WriteAsync(ScriptedDevice.Page("<form action=/search><input name=q></form><FORM method='post' action=\"/session?x=1\"><input type=hidden name=csrf value='t&amp;1'>"
                        + "<input name=user><input type=checkbox name=keep><input type='password' name=\"pass\"><input type=submit name=go value=Go></form>", "Set-Cookie: pre=1\r\n"));
                }
                else if (head.StartsWith("POST /session?x=1", StringComparison.Ordinal))
                {
                    posted = Encoding.ASCII.GetString(await line.ReadBodyAsync(int.Parse(Length().Match(head).Groups[1].Value, CultureInfo.InvariantCulture)));
                    alive = head.Contains("Cookie: pre=1", StringComparison.Ordinal);
                    await line.WriteAsync("HTTP/1.1 302 Found\r\nLocation: /home\r\nSet-Cookie: SID=device-secret; HttpOnly\r\nContent-Length: 0\r\n\r\n");
                }
                else if (alive && head.Contains("SID=device-secret", StringComparison.Ordinal))
                {
                    await line.WriteAsync(ScriptedDevice.Page("home", "Set-Cookie: theme=dark\r\nSet-Cookie: SID=device-secret; Max-Age=9\r\n"));
                }
                else
                {
                    await line.WriteAsync("HTTP/1.1 302 Found\r\nLocation: /login?next=x\r\nContent-Length: 0\r\n\r\n");
                }
            }
        }), lease =>
        {
            lease.Endpoint.Http.Login = "form";
            lease.Endpoint.Http.LoginPath = "/login";
        }, Secret);

        var first = await bench.GetAsync("/home");
        alive = false;
        var later = await bench.GetAsync("/home");

        Assert.EndsWith("home", first, StringComparison.Ordinal);
        Assert.EndsWith("home", later, StringComparison.Ordinal);
        Assert.Equal($"csrf=t%261&user=svc&pass={Password}", posted);
        Assert.Contains("theme=dark", first, StringComparison.Ordinal);
        Assert.DoesNotContain("device-secret", first + later + bench.Gateway.Recorder.Events, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, bench.Gateway.Recorder.Events, StringComparison.Ordinal);
        Assert.Equal(2, bench.Seen.Count(head => head.StartsWith("POST /session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Form_Refused_IsAPageOfOursAndNotTriedAgainForAWhile()
    {
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            while (await line.ReadHeadAsync() is { } head)
            {
                if (Length().Match(head) is { Success: true } body)
                    await line.ReadBodyAsync(int.Parse(body.Groups[1].Value, CultureInfo.InvariantCulture));
                await line.WriteAsync(ScriptedDevice.Page("<form><input name=u><input type=password name=p></form>"));
            }
        }), lease =>
        {
            lease.Endpoint.Http.Login = "form";
            lease.Endpoint.Http.LoginPath = "/login";
        }, Secret);

        for (var i = 0; i < 3; i++)
            Assert.Contains("X-Bastion-Page: login-refused", await bench.GetAsync("/", "Sec-Fetch-Dest: document\r\n"), StringComparison.Ordinal);

        Assert.Single(bench.Seen, head => head.StartsWith("POST ", StringComparison.Ordinal));
    }

    [PeerTheory("openssl")]
    [InlineData("-tls1", true)]
    [InlineData("-tls1", false)]
    [InlineData("-tls1_2", false)]
    public async Task Device_OfOldEncryption_IsReachedOnlyWhereStaffAllowedIt(string version, bool old)
    {
        using var directory = new TemporaryDirectory("old-tls");
        await ChildProcess.Run("openssl", "req", "-x509", "-newkey", version == "-tls1" ? "rsa:1024" : "rsa:2048", version == "-tls1" ? "-sha1" : "-sha256", "-nodes", "-days", "2", "-subj", "/CN=device", "-keyout", directory.At("key"), "-out", directory.At("crt"));
        await using var device = await DeviceProgram.Start("s_server", (_, port) => ("openssl",
            ["s_server", "-accept", $"127.0.0.1:{port}", version, "-cipher", "ALL:@SECLEVEL=0", "-cert", directory.At("crt"), "-key", directory.At("key"), "-www", "-quiet"]));
        using var certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(directory.At("crt")));
        var reached = old || version != "-tls1";

        var scan = await CertificateScan.ScanAsync("127.0.0.1", device.Port, old);
        Assert.Equal(reached ? [certificate.RawData] : [], scan.Keys.Select(key => key.PublicKey.ToByteArray()));
        await using var nobody = ScriptedDevice.Always("");
        var starting = WebBench.StartAsync(nobody, lease =>
        {
            lease.Endpoint.Port = device.Port;
            lease.Endpoint.Http.Plain = false;
            lease.Endpoint.Http.OldTls = old;
            lease.Endpoint.Pins.Add(new HostKeyPin { Algorithm = DeviceTls.PinAlgorithm, PublicKey = ByteString.CopyFrom(certificate.RawData) });
        });
        if (!reached)
        {
            Assert.Contains("end.DeviceProtocolError", (await Assert.ThrowsAsync<InvalidOperationException>(() => starting)).Message, StringComparison.Ordinal);
            return;
        }
        await using var bench = await starting;
        Assert.StartsWith("HTTP/1.1 200", await bench.GetAsync("/"), StringComparison.Ordinal);
        await Eventually.True(() => bench.Gateway.Recorder.Events.Contains($"\"old\":{(old ? "true" : "false")}", StringComparison.Ordinal), "the encryption is recorded");
    }

    [PeerTheory("openssl")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Certificate_OfTheClient_IsShown_AndAnotherOfTheDeviceRefused(bool pinned)
    {
        using var directory = new TemporaryDirectory("client-tls");
        foreach (var name in new[] { "device", "client", "other" })
            await ChildProcess.Run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-sha256", "-nodes", "-days", "2", "-subj", "/CN=" + name, "-keyout", directory.At(name + ".key"), "-out", directory.At(name + ".crt"));
        await using var device = await DeviceProgram.Start("s_server", (_, port) => ("openssl",
            ["s_server", "-accept", $"127.0.0.1:{port}", "-Verify", "1", "-verify_return_error", "-CAfile", directory.At("client.crt"), "-cert", directory.At("device.crt"), "-key", directory.At("device.key"), "-www", "-quiet"]));
        using var certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(directory.At(pinned ? "device.crt" : "other.crt")));
        await using var nobody = ScriptedDevice.Always("");
        var starting = WebBench.StartAsync(nobody, lease =>
        {
            lease.Endpoint.Port = device.Port;
            lease.Endpoint.Http.Plain = false;
            lease.Endpoint.Http.Login = "certificate";
            lease.Endpoint.Pins.Add(new HostKeyPin { Algorithm = DeviceTls.PinAlgorithm, PublicKey = ByteString.CopyFrom(certificate.RawData) });
        }, new Credential { Account = "", ClientCertificate = await File.ReadAllTextAsync(directory.At("client.crt")) + await File.ReadAllTextAsync(directory.At("client.key")) });
        if (!pinned)
        {
            Assert.Contains("end.DevicePinChanged", (await Assert.ThrowsAsync<InvalidOperationException>(() => starting)).Message, StringComparison.Ordinal);
            return;
        }
        await using var bench = await starting;

        Assert.Contains("CN = client", (await bench.GetAsync("/")).Replace("CN=client", "CN = client", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static bool IsRight(string head, string algorithm)
    {
        var authorization = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Authorization: Digest ", StringComparison.Ordinal));
        if (authorization is null)
            return false;
        string Field(string name) => Regex.Match(authorization, $"[ ,]{name}=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,]*))") is var match && match.Groups[1].Success ? match.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal) : match.Groups[2].Value;
#pragma warning disable CA5351 // The device's own algorithm.
        string Hash(string text) => Convert.ToHexStringLower(algorithm.StartsWith("SHA", StringComparison.Ordinal) ? SHA256.HashData(Encoding.ASCII.GetBytes(text)) : MD5.HashData(Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5351
        var words = head.Split(' ');
        var a1 = Hash($"svc:dev, ice:{Password}");
        if (algorithm.EndsWith("-sess", StringComparison.Ordinal))
            a1 = Hash($"{a1}:n\"1:{Field("cnonce")}");
        return Field("uri") == words[1] && Field("opaque") == "o"
            && Field("response") == Hash($"{a1}:n\"1:{Field("nc")}:{Field("cnonce")}:auth:{Hash($"{words[0]}:{words[1]}")}");
    }

    [GeneratedRegex(@"Content-Length: (\d+)")]
    private static partial Regex Length();
}
