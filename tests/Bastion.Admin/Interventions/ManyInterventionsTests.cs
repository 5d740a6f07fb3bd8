using System.Diagnostics;
using System.Globalization;
using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Bastion.Admin.Tests.Interventions;

/// <summary>The list with many rows behind it. BASTION_MANY=100000 makes the long form (5,000 devices) and writes what each question took; the short form is in every run.</summary>
public sealed class ManyInterventionsTests(ITestOutputHelper output)
{
    private const int Short = 600;
    private const int Batch = 5000;
    private const int Rounds = 20;

    [Fact]
    public async Task List_ManyRows_PagesSortsAndFindsThem()
    {
        await using var hospital = await TestHospital.OpenAsync(pumping: false);
        var count = int.TryParse(Environment.GetEnvironmentVariable("BASTION_MANY"), out var asked) ? asked : Short;
        await FillAsync(hospital, count);
        var claire = await hospital.StaffAsync(hospital.Claire);
        var reader = hospital.Get<InterventionReader>();
        foreach (var (what, query) in new[]
        {
            ("first page", new InterventionQuery([], "", "", 0, 50)),
            ("deep page", new InterventionQuery([], "", "", count / 2, 50)),
            ("by device", new InterventionQuery([], "", "device", 0, 50)),
            ("by state", new InterventionQuery([InterventionState.Closed], "", "-state", 0, 50)),
            ("device by name", new InterventionQuery([], "machine 7", "", 0, 50)),
            ("number", new InterventionQuery([], "00042", "", 0, 50)),
        })
        {
            var times = new List<double>();
            var page = await reader.PageAsync(claire, query, CancellationToken.None);
            for (var round = 0; round < Rounds && count > Short; round++)
            {
                var began = Stopwatch.GetTimestamp();
                page = await reader.PageAsync(claire, query, CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            times.Sort();
            Assert.NotEmpty(page.Rows);
            Assert.True(page.Rows.Count <= 50 && page.Total >= page.Rows.Count);
            if (times.Count > 0)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {page.Total} rows, median {times[times.Count / 2]:0} ms, p95 {times[(int)(times.Count * 0.95)]:0} ms"));
        }
    }

    private static async Task FillAsync(TestHospital hospital, int count)
    {
        var devices = new List<Guid>();
        await hospital.Store.WriteAsync(async db =>
        {
            var site = await db.Sites.FirstAsync();
            for (var number = 0; number < Math.Max(10, count / 20); number++)
            {
                var device = new Device { Id = Guid.NewGuid(), Name = $"DEV-{number:00000}", Label = $"Machine {number}", SiteId = site.Id, Criticality = Criticality.B };
                db.Devices.Add(device);
                devices.Add(device.Id);
            }

            return true;
        });
        for (var from = 0; from < count; from += Batch)
        {
            var first = from;
            await hospital.Store.WriteAsync(db =>
            {
                db.ChangeTracker.AutoDetectChangesEnabled = false;
                for (var number = first; number < Math.Min(count, first + Batch); number++)
                {
                    var start = hospital.Now.AddMinutes(-30 * number);
                    db.Interventions.Add(new Intervention
                    {
                        Id = Guid.CreateVersion7(start), Number = $"INT-2020-{number:00000}", RequestId = Guid.NewGuid(), VendorId = hospital.VendorId, DeviceId = devices[number % devices.Count], Symptom = "Contrôle", Zone = "Europe/Paris",
                        RequestedById = hospital.Sami, RequestedAt = start.AddDays(-2), NotBefore = start, NotAfter = start.AddHours(1), AskedNotBefore = start, AskedNotAfter = start.AddHours(1), DecidedNotAfter = start.AddHours(1), State = InterventionState.Closed,
                    });
                }

                return Task.FromResult(true);
            });
        }
    }
}
