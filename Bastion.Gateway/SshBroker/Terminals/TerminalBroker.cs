using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;

namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>Brings a browser's terminal into the relay.</summary>
internal sealed class TerminalBroker(SessionStarter starter) : ITerminalBroker
{
    public async Task<TerminalOpening> OpenAsync(TerminalRequest request, CancellationToken cancellation)
    {
        var leg = new TerminalLeg(request.Columns, request.Rows);
        var start = await starter.StartAsync(
            new AccessRequest(
                request.Token,
                request.Device,
                request.Intervention,
                "ssh",
                new Source { Address = request.Address, Listener = "portal", Client = request.Client }),
            leg,
            CultureInfo.GetCultureInfo(request.Language == "en" ? "en" : "fr"),
            cancellation);
        if (start.Relay is not { } relay)
            return new TerminalOpening(null, start.Refusal, start.Sentence);
        return new TerminalOpening(await leg.RunAsync(relay), null, "");
    }
}
