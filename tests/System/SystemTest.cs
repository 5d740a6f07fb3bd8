using Bastion.Hospitals;
using Bastion.Recorder.Contracts;
using Bastion.Testing;

namespace Bastion.SystemTests;

/// <summary>A test with a hospital of its own and a real device behind it.</summary>
public abstract class SystemTest : IAsyncLifetime
{
    private Hospital? hospital;
    private SshDevice? device;

    protected Hospital Hospital => hospital!;

    protected SshDevice Device => device!;

    protected EvidenceReader Evidence => Hospital.Evidence;

    protected virtual SshDeviceOptions DeviceOptions => new();

    protected virtual HospitalSeed Seed(SshDevice device) => new(device);

    public virtual async Task InitializeAsync()
    {
        device = await SshDevice.Start(DeviceOptions);
        hospital = await Hospital.Start(Seed(device));
    }

    public virtual async Task DisposeAsync()
    {
        if (hospital is not null)
        {
            await hospital.DisposeAsync();
        }

        if (device is not null)
        {
            await device.DisposeAsync();
        }
    }

    /// <summary>ssh to its end, with everything it said.</summary>
    protected static async Task<string> Said(OpenSshOptions options)
    {
        await using var client = OpenSshClient.Start(options);
        await client.Exited.Within("ssh to end");
        return client.Received.Text + client.Errors.Text;
    }

    /// <summary>A session whose shell is there.</summary>
    protected async Task<OpenSshClient> Shell(string technician = "sami.belkacem", string device = "ANA-01")
    {
        var client = OpenSshClient.Start(Hospital.Ssh(technician, device));
        try
        {
            await client.Received.WaitFor("$ ");
            return client;
        }
        catch (Exception error)
        {
            var seen = client.ToString();
            await client.DisposeAsync();
            throw new InvalidOperationException($"No shell: {seen}\ndevice: {Device.Log.Text}", error);
        }
    }

    /// <summary>Refused: nothing reached the device, the technician read this sentence, and the journal has the refusal with this code.</summary>
    protected async Task AssertRefused(OpenSshOptions options, string sentence, string code)
    {
        var before = Device.Connections;
        var said = await Said(options);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.Equal(before, Device.Connections);
        await Evidence.Entry("session.refused", entry => entry.Entry.Facts.TryGetValue("code", out var word) && word == code);
    }

    /// <summary>After the shell's last word ssh leaves by itself: whose closing is seen first is a matter of milliseconds.</summary>
    protected static readonly string[] Orderly = ["DeviceClosed", "TechnicianClosed"];

    /// <summary>The reason why a session ended is one word in recording, journal and metric.</summary>
    protected async Task<Recorded> AssertEnded(string intervention, params string[] reasons)
    {
        var recorded = await Evidence.Sealed(intervention);
        var reason = recorded.Summary.EndReason;
        Assert.Contains(reason, reasons);
        var ended = await Evidence.Entry("session.ended", entry => entry.Entry.SessionId == recorded.Summary.SessionId);
        Assert.Equal(reason, ended.Entry.Facts["reason"]);
        Assert.True((await Evidence.Verify(recorded.Summary.RecordingId)).Intact);
        return recorded;
    }
}
