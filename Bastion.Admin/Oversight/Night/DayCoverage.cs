using Bastion.Admin.Persistence;
using Bastion.Recorder.Contracts;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Oversight.Night;

/// <summary>Asks Recorder to state, signed, that every session of a day has a recording that verifies.</summary>
internal sealed class DayCoverage(AdminStore store, Evidence.EvidenceClient evidence)
{
    /// <summary>The holes in words; empty when there is none.</summary>
    /// <exception cref="RpcException">Recorder does not answer.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var sessions = await store.ReadAsync(db => db.Sessions.Where(one => one.ActiveAt != null && one.ActiveAt >= from && one.ActiveAt < until).Select(one => one.Id).ToListAsync(cancellation));
        var request = new CoverageRequest { From = Timestamp.FromDateTimeOffset(from), Until = Timestamp.FromDateTimeOffset(until) };
        request.Sessions.AddRange(sessions.Select(id => id.ToString()));
        var statement = await evidence.CoverageAsync(request, cancellationToken: cancellation);
        return [.. statement.Holes];
    }
}
