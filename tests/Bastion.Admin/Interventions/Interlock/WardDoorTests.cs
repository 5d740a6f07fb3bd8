using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Leases;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Interventions.Interlock;

/// <summary>The ward's page without an account: it shows its devices, freezes, and can do nothing else.</summary>
public sealed class WardDoorTests
{
    [Fact]
    public async Task Stop_WithTheCodeOnTheWall_FreezesAtOnceAlsoWithoutTheJournal()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var code = await CodeAsync(hospital);
        var id = await InterlockTests.Working(hospital);
        var door = hospital.Get<WardDoor>();
        hospital.Journal.Answers = false;
        Assert.NotNull(Assert.Single((await door.ReadAsync(code))!.Lines).Running);
        Assert.Null(await door.StopAsync(code, hospital.DeviceId, "10.0.0.7", CancellationToken.None));
        Assert.Null(await door.StopAsync(code, hospital.DeviceId, "10.0.0.7", CancellationToken.None));
        var one = await hospital.ReadAsync(id);
        Assert.Equal((FreezeCauses.Ward, Bastion.Admin.Interventions.InterventionState.Open), (one.Freezes, one.State));
        Assert.Contains("ward.stop_pressed", await hospital.JournalKindsAsync());
    }

    [Fact]
    public async Task Stop_WrongCodeOrAnotherDevice_DoesNothing()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var code = await CodeAsync(hospital);
        var door = hospital.Get<WardDoor>();
        Assert.Null(await door.ReadAsync("AAAAAAAAAA"));
        Assert.Equal("record.unknown", (await door.StopAsync("AAAAAAAAAA", hospital.DeviceId, "", CancellationToken.None))?.Code);
        Assert.Equal("record.unknown", (await door.StopAsync("", hospital.DeviceId, "", CancellationToken.None))?.Code);
        Assert.Equal("record.unknown", (await door.StopAsync(code, Guid.NewGuid(), "", CancellationToken.None))?.Code);
        Assert.Equal("intervention.not_open", (await door.StopAsync(code, hospital.DeviceId, "", CancellationToken.None))?.Code);
    }

    [Fact]
    public async Task Stop_PressedTooOften_IsHeldBackForAMinute()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var code = await CodeAsync(hospital);
        var door = hospital.Get<WardDoor>();
        for (var press = 0; press < 6; press++)
            Assert.NotEqual("ward.too_often", (await door.StopAsync(code, hospital.DeviceId, "", CancellationToken.None))?.Code);
        Assert.Equal("ward.too_often", (await door.StopAsync(code, hospital.DeviceId, "", CancellationToken.None))?.Code);
        hospital.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual("ward.too_often", (await door.StopAsync(code, hospital.DeviceId, "", CancellationToken.None))?.Code);
    }

    private static async Task<string> CodeAsync(TestHospital hospital)
    {
        var unit = await hospital.Store.WriteAsync(async db =>
        {
            var unit = await db.Units.FirstAsync();
            (await db.Devices.SingleAsync()).UnitId = unit.Id;
            return unit.Id;
        });
        return (await hospital.Get<WardDoor>().RenewAsync(await hospital.StaffAsync(hospital.Claire), unit))!;
    }
}
