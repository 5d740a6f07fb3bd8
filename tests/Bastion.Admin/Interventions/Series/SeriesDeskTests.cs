using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Series;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Interventions.Series;

public sealed class SeriesDeskTests
{
    [Fact]
    public async Task Series_ApprovedOnce_CoversItsNextOccurrencesUntilSomethingChanges()
    {
        await using var hospital = await TestHospital.OpenAsync();
        await hospital.Store.WriteAsync(async db =>
        {
            (await db.Devices.SingleAsync()).Criticality = Criticality.C;
            (await db.Vendors.SingleAsync()).Trust = VendorTrust.Trusted;
            return true;
        });
        var first = await hospital.TryAskAsync(TimeSpan.FromHours(24), TimeSpan.FromHours(1), series: "Weekly");
        Assert.Null(first.Denial);
        Assert.True((await hospital.Get<InterventionDesk>().ApproveAsync(await hospital.StaffAsync(hospital.Claire), await hospital.CommandAsync(first.Id), CancellationToken.None)).Done);
        var desk = hospital.Get<SeriesDesk>();
        Assert.Equal(8, await desk.RunOnceAsync(CancellationToken.None));
        Assert.Equal(0, await desk.RunOnceAsync(CancellationToken.None));
        var made = await hospital.Store.ReadAsync(db => db.Interventions.Where(one => one.Id != first.Id).OrderBy(one => one.NotBefore).ToListAsync());
        Assert.All(made, one => Assert.Equal(InterventionState.Approved, one.State));
        Assert.Equal(TimeSpan.FromDays(7), made[1].NotBefore - made[0].NotBefore);

        await hospital.Store.WriteAsync(async db => (await db.Vendors.SingleAsync()).Trust = VendorTrust.Standard);
        hospital.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(1, await desk.RunOnceAsync(CancellationToken.None));
        Assert.Equal(InterventionState.Requested, await hospital.Store.ReadAsync(db => db.Interventions.OrderByDescending(one => one.NotBefore).Select(one => one.State).FirstAsync()));
    }
}
