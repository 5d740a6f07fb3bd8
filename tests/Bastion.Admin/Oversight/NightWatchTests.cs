using Bastion.Admin.Oversight;
using Bastion.Admin.Oversight.Night;
using Bastion.Admin.Persistence;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Admin.Tests.Oversight;

/// <summary>Who edits Admin's tables is named by the check of the night, against a real Recorder.</summary>
public sealed class NightWatchTests
{
    [Fact]
    public async Task Tables_ThatSayWhatTheJournalSays_AreNoIncident_AndEachEditIsNamed()
    {
        await using var planes = await TwoPlanes.StartAsync();
        var store = planes.Admin.Services.GetRequiredService<AdminStore>();
        for (var i = 0; i < 4; i++)
            await SayAsync(store, $"act {i}");
        await Eventually.True(() => store.ReadAsync(db => db.Outbox.AllAsync(row => row.AcknowledgedAt != null)), "the journal to have all acts");
        var (watch, incidents) = (planes.Admin.Services.GetRequiredService<NightWatch>(), planes.Admin.Services.GetRequiredService<Incidents>());
        Assert.True(await watch.RunAsync(default));
        Assert.Equal([], incidents.All);

        var rows = await store.ReadAsync(db => db.Outbox.Where(row => row.Kind == "device.changed").OrderBy(row => row.Sequence).ToListAsync());
        await store.WriteAsync(async db =>
        {
            var all = await db.Outbox.ToListAsync();
            db.Remove(all.Single(row => row.Id == rows[0].Id));
            all.Single(row => row.Id == rows[1].Id).Reason = "something nicer";
            (all.Single(row => row.Id == rows[2].Id).JournalIndex, _) = (rows[3].JournalIndex, 0);
            return 0;
        });
        await store.WriteAsync(db =>
        {
            var forged = Outbox.Write(db, TimeProvider.System.GetUtcNow(), new Act("device.changed", ActorRef.System) { Reason = "never said" });
            (forged.AcknowledgedAt, forged.JournalIndex) = (forged.At, 1);
            return Task.FromResult(0);
        });
        Assert.True(await watch.RunAsync(default));
        var found = incidents.All;
        Assert.Equal(4, found.Count);
        Assert.Contains(found, text => text.StartsWith($"Entry {rows[0].JournalIndex} ", StringComparison.Ordinal) && text.Contains("no such row", StringComparison.Ordinal));
        Assert.Contains(found, text => text.StartsWith($"Entry {rows[1].JournalIndex} ", StringComparison.Ordinal) && text.Contains("something else", StringComparison.Ordinal));
        Assert.Contains(found, text => text.StartsWith($"Entry {rows[2].JournalIndex} ", StringComparison.Ordinal) && text.Contains("it is number", StringComparison.Ordinal));
        Assert.Contains(found, text => text.Contains("the journal has not", StringComparison.Ordinal));
        // Said in the journal once, however often it is found.
        Assert.True(await watch.RunAsync(default));
        await Eventually.True(() => store.ReadAsync(db => db.Outbox.Where(row => row.Kind == "oversight.difference" && row.AcknowledgedAt != null).CountAsync()).ContinueWith(t => t.Result == 4, TaskScheduler.Default), "the differences to be journaled");
    }

    private static async Task SayAsync(AdminStore store, string reason) => await store.WriteAsync(db =>
        Task.FromResult(Outbox.Write(db, TimeProvider.System.GetUtcNow(), new Act("device.changed", ActorRef.System) { Reason = reason }).Id));
}
