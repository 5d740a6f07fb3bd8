using Bastion.Admin.Demo;
using Bastion.Hospitals;
using Bastion.SystemTests.Promises;
using Bastion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.SystemTests.Desktops;

/// <summary>A hospital with a desktop, and a native client on the technician's side.</summary>
public abstract class DesktopTest : IAsyncLifetime
{
    protected const string Name = "RDP-01";

    /// <summary>Alike enough for a picture that went through a lossy codec.</summary>
    protected const double Alike = 30;

    private Hospital? hospital;
    private RemoteDesktop? desktop;

    protected Hospital Hospital => hospital!;

    protected RemoteDesktop Desktop => desktop!;

    protected EvidenceReader Evidence => Hospital.Evidence;

    protected virtual bool Nla => false;

    /// <summary>What an administrator wrote down, which may be wrong.</summary>
    protected virtual bool EndpointSaysNla => Nla;

    /// <summary>The certificate that staff confirmed.</summary>
    protected virtual byte[] Pin => Desktop.Certificate;

    public virtual async Task InitializeAsync()
    {
        desktop = await StartDesktop();
        var endpoint = new DemoEndpoint
        {
            Protocol = "Rdp",
            Host = RemoteDesktop.Host,
            Port = Desktop.Port,
            Account = Desktop.Account,
            Password = Desktop.Password,
            Pins = ["x509 " + Convert.ToBase64String(Pin)],
            RdpWithoutNla = !EndpointSaysNla,
        };
        hospital = await Hospital.Start(new HospitalSeed(webDevices: [HospitalSeed.Web(Name, endpoint)]), new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero)), null);
    }

    public virtual async Task DisposeAsync()
    {
        if (hospital is not null)
            await hospital.DisposeAsync();
        if (desktop is not null)
            await desktop.DisposeAsync();
    }

    protected virtual async Task<RemoteDesktop> StartDesktop() => await ShadowDesktop.Start(Nla);

    /// <summary>An approved intervention and a ticket for it.</summary>
    protected async Task<(string Id, string User, string Password)> Ticket(params string[] controls)
    {
        var (id, _) = await Hospital.Approved(device: Name, controls: controls);
        var (user, password) = await (await Hospital.Technician("sami.belkacem")).DesktopTicket(id);
        return (id, user, password);
    }

    protected Task<DesktopClient> Connect(string user, string password, params string[] more) => DesktopClient.Start(Hospital.Files.RdpPort, user, password, more);

    /// <summary>Waits until the client shows what the device shows.</summary>
    protected async Task AssertSamePicture(DesktopClient client, double likeness = Alike)
    {
        var best = 0.0;
        try
        {
            await Eventually.True(async () =>
            {
                if (client.HasExited)
                    throw new InvalidOperationException($"xfreerdp left: {client.Log}");
                best = Math.Max(best, await Likeness(client));
                return best >= likeness;
            }, "the client to show what the device shows", TimeSpan.FromSeconds(40));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{best} dB; {client.Log}", late);
        }
    }

    protected async Task<double> Likeness(DesktopClient client)
    {
        var (mine, theirs) = (Hospital.Files.Directory.At("client.png"), Hospital.Files.Directory.At("device.png"));
        await client.Display.Screenshot(mine);
        return !await Desktop.Screenshot(theirs) ? 0 : await XDisplay.Likeness(mine, theirs);
    }

    /// <summary>Types a line until it arrived as it was meant: the first keys may come before the desktop takes any.</summary>
    protected async Task AssertTypes(DesktopClient client, string line)
    {
        for (var tries = 0; tries < 6; tries++)
        {
            await client.Display.Type(line);
            try
            {
                await Eventually.True(() => Desktop.Typed.Contains(line, StringComparison.Ordinal), "the line to arrive", TimeSpan.FromSeconds(4));
                return;
            }
            catch (TimeoutException)
            {
                // Once more, like a person.
            }
        }

        Assert.Contains(line, Desktop.Typed, StringComparison.Ordinal);
    }

    /// <summary>Ended with this word everywhere, sealed and intact.</summary>
    protected async Task<Recorded> AssertEnded(string intervention, params string[] reasons)
    {
        var recorded = await Evidence.Sealed(intervention);
        Assert.Contains(recorded.Summary.EndReason, reasons);
        Assert.True((await Evidence.Verify(recorded.Summary.RecordingId)).Intact);
        return recorded;
    }

    /// <summary>The account's password of the vault: in nothing that was recorded, in nothing that the client got, in no file that three planes wrote. Stops them.</summary>
    protected async Task AssertPasswordIsNowhere(Recorded recorded, byte[] received)
    {
        await Hospital.StopGateway();
        await Hospital.StopAdmin();
        await Hospital.StopRecorder();
        var spellings = Spelling.Of(Desktop.Password);
        Assert.NotEmpty(received);
        Spelling.AssertAbsent(spellings, "what the technician received", received);
        Spelling.AssertAbsent(spellings, "the recording", [.. recorded.Frames.SelectMany(frame => frame.Payload)]);
        var files = Directory.GetFiles(Hospital.Files.Directory.Path, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.Contains("/log-gateway/", StringComparison.Ordinal));
        foreach (var file in files)
            Spelling.AssertAbsent(spellings, file, await File.ReadAllBytesAsync(file));
    }
}
