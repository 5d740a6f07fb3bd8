using Bastion.Gateway.SshBroker.Terminals;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Messages;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>One session channel: the technician's side, and from its start on the device's side too.</summary>
internal sealed class RelayChannel
{
    /// <summary>Bytes of a technician's window that are kept for lines of the bastion.</summary>
    public const uint LineReserve = 16 * 1024;

    /// <summary>Environment variables that one channel may bring.</summary>
    public const int MaxEnvironment = 32;

    /// <summary>What a technician may have under way to a device on one channel; also the most that is held while frozen.</summary>
    public const uint MaxInputWindow = 1024 * 1024;

    private readonly Lock gate = new();
    private uint deviceCredit;
    private uint inputDebt;
    private bool linked;
    private TaskCompletionSource? windowWaiter;
    private TerminalFilter? screen;

    /// <param name="initialWindow">What the technician granted when he opened the channel.</param>
    public RelayChannel(uint initialWindow)
    {
        ToTechnician = new CreditLedger(initialWindow == 0 ? LineReserve / 4 : Math.Min(LineReserve, initialWindow / 4));
        deviceCredit = ToTechnician.Receive(initialWindow);
    }

    /// <summary>In the recording, from 0 in the order of their start.</summary>
    public uint Number { get; set; }

    /// <summary>Device to technician.</summary>
    public CreditLedger ToTechnician { get; }

    /// <summary>Technician to device.</summary>
    public CreditLedger ToDevice { get; } = new(0);

    public ReplyOrder Replies { get; } = new();

    public PtyRequest? Pty { get; set; }

    public List<EnvironmentRequest> Environment { get; } = [];

    public ChannelUse Use { get; set; }

    /// <summary>With exec: the command's bytes as they came.</summary>
    public byte[] Command { get; set; } = [];

    /// <summary>Of the start request, when it wanted an answer that is still owed.</summary>
    public ReplyOrder.Slot? StartReply { get; set; }

    /// <summary>Nothing of it goes to a device any more: an error was told, the close follows.</summary>
    public bool Doomed { get; set; }

    public SshChannel<RelayChannel>? Device { get; set; }

    /// <summary>The technician's side when he came by SSH.</summary>
    public SshChannel<RelayChannel>? Technician { get; set; }

    /// <summary>True when the device opened its side, false when it refused or is gone.</summary>
    public TaskCompletionSource<bool> DeviceReady { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What came while frozen, to be sent in order when the session is live again. Only byte streams.</summary>
    public List<(LaneOpKind Kind, byte[] Payload)> Held { get; } = [];

    /// <summary>Reads along, where files pass; null for everything else.</summary>
    public Files.IFileFilter? Filter { get; set; }

    /// <summary>Something of a byte stream was kept from the technician: what comes after it would be another stream.</summary>
    public bool Torn { get; set; }

    public bool OutputEnded { get; set; }

    public bool IsTerminal => Pty is not null;

    /// <summary>With a terminal: what of the output may reach it.</summary>
    public TerminalFilter Screen => screen ??= new TerminalFilter();

    /// <summary>A shell with a terminal runs: the only place where lines of the bastion may be shown.</summary>
    public bool ShowsLines => IsTerminal && Use == ChannelUse.Shell && !OutputEnded && !Doomed;

    /// <summary>The technician granted more: what the device may be granted now; kept until there is one.</summary>
    public uint CreditForDevice(uint bytes)
    {
        var credit = ToTechnician.Receive(bytes);
        lock (gate)
        {
            if (linked)
                return credit;
            deviceCredit += credit;
            return 0;
        }
    }

    /// <summary>The initial window to tell the device.</summary>
    public uint Link()
    {
        lock (gate)
        {
            linked = true;
            return deviceCredit;
        }
    }

    /// <summary>The device granted more: what the technician may be granted now.</summary>
    public uint CreditForTechnician(uint bytes)
    {
        var credit = ToDevice.Receive(bytes);
        lock (gate)
        {
            var used = Math.Min(credit, inputDebt);
            inputDebt -= used;
            return credit - used;
        }
    }

    /// <summary>Completes when the device grants more; ask before looking at the window.</summary>
    public Task WindowAsync()
    {
        lock (gate)
            return (windowWaiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public void WindowGrew()
    {
        TaskCompletionSource? waiter;
        lock (gate)
            (waiter, windowWaiter) = (windowWaiter, null);
        waiter?.TrySetResult();
    }

    /// <summary>Lets the technician type before there is a device (the menu); settled against the device's first grant.</summary>
    public void Lend(uint bytes)
    {
        lock (gate)
            inputDebt += bytes;
    }

    /// <summary>Lent bytes came and were used here.</summary>
    public void Repaid(uint bytes)
    {
        lock (gate)
            inputDebt -= Math.Min(inputDebt, bytes);
    }
}
