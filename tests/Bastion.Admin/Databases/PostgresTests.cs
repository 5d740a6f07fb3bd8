using Bastion.Admin.Persistence;
using Bastion.Admin.Tests.Interventions;
using Bastion.Testing;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Databases;

/// <summary>The second database: the same model from its own migrations, and the same races settled by a server that runs transactions side by side.</summary>
public sealed class PostgresTests : IAsyncLifetime
{
    private const string Postgres = PostgresServer.Program;
    private const int Runs = 40;
    private PostgresServer? server;
    private TestHospital? hospital;

    private TestHospital Hospital => hospital!;

    public async Task InitializeAsync()
    {
        if (!PeerProgram.Has(Postgres))
            return;
        server = await PostgresServer.StartAsync();
        hospital = await TestHospital.OpenAsync(database: "postgres:" + server.NewDatabase());
    }

    public async Task DisposeAsync()
    {
        if (hospital is not null)
            await hospital.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }

    [PeerFact(Postgres)]
    public async Task Migrations_AllApplied_AreTheWholeModel()
    {
        await using var db = DatabaseAddress.Parse(Hospital.Options.Database!)!.Factory()();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.Equal(2, await db.Technicians.CountAsync());
    }

    [PeerFact(Postgres)]
    public Task ApproveAndRefuse_SameInstant_StateIsTheFirstCommitAndTheOtherIsTold() => DecisionRaces.ApproveAndRefuse(Hospital, Runs);

    [PeerFact(Postgres)]
    public Task ApproveAndWithdraw_BothOrders_EndWithdrawn() => DecisionRaces.ApproveAndWithdraw(Hospital, Runs);

    [PeerFact(Postgres)]
    public Task TwoApprovers_SameInstant_OneSettlesAndTheOtherIsKeptWithoutEffect() => DecisionRaces.TwoApprovers(Hospital, Runs);
}
