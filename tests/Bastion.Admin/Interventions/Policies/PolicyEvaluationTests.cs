using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Interventions.Windows;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Tests.Interventions.Policies;

/// <summary>interventions.md 2: the worked examples of 2.6, then each rule by itself.</summary>
public sealed class PolicyEvaluationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static readonly PolicyFacts Analyser = new()
    {
        Kind = InterventionKind.Telemaintenance,
        Criticality = Criticality.B,
        Trust = VendorTrust.Standard,
        Window = new AccessWindow(Now.AddHours(72), Now.AddHours(74)),
        InHours = true,
    };

    [Fact]
    public void Evaluate_QueryOnAnOfficePrinter_ApprovesItself()
    {
        var result = Evaluate(Analyser with { Kind = InterventionKind.Telediagnosis, Criticality = Criticality.C });
        Assert.True(result.Auto);
        Assert.False(result.Release);
    }

    [Fact]
    public void Evaluate_ShellOnTheAnalyser_WantsItsOwnerAReleaseAndATicket()
    {
        var result = Evaluate(Analyser);
        Assert.Equal([Step.Owner], result.Steps);
        Assert.Equal((false, true, true, 1), (result.Auto, result.Release, result.Ticket, result.ReturnSignatures));
    }

    [Fact]
    public void Evaluate_UpdateOutOfHoursAskedInTime_KeepsTheChain()
    {
        var result = Evaluate(Analyser with { FileIn = true, Trust = VendorTrust.Trusted, InHours = false });
        Assert.Equal([Step.Owner, Step.ItSec], result.Steps);
        Assert.Equal(["M1"], result.Rules);
    }

    [Fact]
    public void Evaluate_NewVendorOnCentralMonitoringSoon_WantsChainSupervisionAndTwoSignatures()
    {
        var result = Evaluate(Analyser with { Criticality = Criticality.A, Trust = VendorTrust.New, Window = new AccessWindow(Now.AddHours(5), Now.AddHours(7)) });
        Assert.Equal([Step.Owner, Step.ItSec], result.Steps);
        Assert.Equal(["M3", "M4"], result.Rules);
        Assert.Equal((Supervision.Mandatory, true, 2, 1), (result.Supervision, result.Release, result.ReturnSignatures, result.MaxSessions));
    }

    [Fact]
    public void Evaluate_ChangeFreePeriod_IsRefusedWithTheNextFreeStart()
    {
        var free = Now.AddHours(80);
        var result = Evaluate(Analyser with { ChangeFreeUntil = free });
        Assert.Equal("window.change_free", result.Refusal?.Code);
        Assert.Equal(Denial.Instant(free), result.Refusal?.Facts["at"]);
        Assert.Null(Evaluate(Analyser with { ChangeFreeUntil = free, Kind = InterventionKind.Telediagnosis }).Refusal);
    }

    [Fact]
    public void Evaluate_CountryWithoutBasis_IsRefusedWhateverElse() =>
        Assert.Equal("country.no_basis", Evaluate(Analyser with { OutsideEea = true, WeakAuthentication = true, DiagnosisOnly = true }).Refusal?.Code);

    [Fact]
    public void Evaluate_DiagnosisOnlyDevice_RefusesChangesOnly()
    {
        Assert.Equal("device.diagnosis_only", Evaluate(Analyser with { DiagnosisOnly = true }).Refusal?.Code);
        Assert.Null(Evaluate(Analyser with { DiagnosisOnly = true, Kind = InterventionKind.Telediagnosis }).Refusal);
    }

    [Fact]
    public void Evaluate_CoveredOccurrenceOfATrustedVendor_ApprovesItselfAndAnUncoveredOneDoesNot()
    {
        var meter = Analyser with { Criticality = Criticality.C, Trust = VendorTrust.Trusted };
        Assert.True(Evaluate(meter with { SeriesCovered = true }).Auto);
        Assert.False(Evaluate(meter).Auto);
    }

    [Theory]
    [InlineData("M4", "New", false, false, 1)]
    [InlineData("M7", "Standard", true, false, 1)]
    [InlineData("M8", "Standard", false, true, 1)]
    public void Evaluate_OneModifier_OnlyTightens(string rule, string trust, bool weak, bool abroad, int technicians)
    {
        var before = Evaluate(Analyser);
        var after = Evaluate(Analyser with { Trust = Enum.Parse<VendorTrust>(trust), WeakAuthentication = weak, OutsideEea = abroad, TransferBasis = abroad, Technicians = technicians });
        Assert.Contains(rule, after.Rules);
        Assert.True(after.Steps.Count >= before.Steps.Count && after.Supervision >= before.Supervision && after.MaxSessions <= before.MaxSessions);
        Assert.False(after.Auto);
    }

    [Fact]
    public void Evaluate_ShortNoticeOutOfHours_IsOnCallForBAndTheEmergencyPathForA()
    {
        var night = Analyser with { InHours = false, FileIn = true, Window = new AccessWindow(Now.AddHours(1), Now.AddHours(2)) };
        var b = Evaluate(night);
        Assert.Equal([Step.OnCall], b.Steps);
        Assert.True(b is { NoFileIn: true, NextDayLook: true, Supervision: Supervision.Mandatory });
        Assert.Equal("policy.emergency_only", Evaluate(night with { Criticality = Criticality.A }).Refusal?.Code);
    }

    [Fact]
    public void Evaluate_LongerThanTheDefault_AsksItSecAndBeyondTwelveHoursIsRefused()
    {
        var start = Now.AddHours(72);
        Assert.Equal([Step.Owner], Evaluate(Analyser with { Window = new AccessWindow(start, start.AddHours(4)) }).Steps);
        Assert.Equal([Step.Owner, Step.ItSec], Evaluate(Analyser with { Window = new AccessWindow(start, start.AddHours(4).AddTicks(1)) }).Steps);
        Assert.Equal("window.split", Evaluate(Analyser with { Window = new AccessWindow(start, start.AddHours(12).AddTicks(1)) }).Refusal?.Code);
    }

    [Fact]
    public void Evaluate_LeadTime_CountsToItsVeryInstant()
    {
        var length = TimeSpan.FromHours(1);
        Assert.DoesNotContain("M3", Evaluate(Analyser with { Window = new AccessWindow(Now.AddHours(24), Now.AddHours(24) + length) }).Rules);
        Assert.Contains("M3", Evaluate(Analyser with { Window = new AccessWindow(Now.AddHours(24).AddTicks(-1), Now.AddHours(24) + length) }).Rules);
    }

    [Fact]
    public void Evaluate_Emergency_LiftsQuorumAndReportBlockButNotTheRelease()
    {
        var facts = Analyser with { Criticality = Criticality.A, Urgency = Urgency.Emergency, ReportOverdue = true, InHours = false, Window = new AccessWindow(Now, Now.AddHours(2)) };
        var result = Evaluate(facts);
        Assert.Null(result.Refusal);
        Assert.Equal([Step.OnCall], result.Steps);
        Assert.True(result is { Release: true, Emergency: true, NoFileIn: true, ReturnSignatures: 2 });
        Assert.Equal("window.split", Evaluate(facts with { Window = new AccessWindow(Now, Now.AddHours(2).AddTicks(1)) }).Refusal?.Code);
        Assert.Equal("vendor.suspended", Evaluate(facts with { Suspended = true }).Refusal?.Code);
    }

    [Fact]
    public void Evaluate_OverdueReport_BlocksWhatIsPlanned() =>
        Assert.Equal("INT-2026-00045", Evaluate(Analyser with { ReportOverdue = true, ReportNumber = "INT-2026-00045" }).Refusal?.Facts["number"]);

    [Fact]
    public void Evaluate_EveryCombination_IsRefusedOrHasAStep()
    {
        foreach (var kind in Enum.GetValues<InterventionKind>())
        foreach (var criticality in Enum.GetValues<Criticality>())
        foreach (var trust in Enum.GetValues<VendorTrust>())
        foreach (var urgency in Enum.GetValues<Urgency>())
        for (var bits = 0; bits < 64; bits++)
        {
            var facts = Analyser with
            {
                Kind = kind, Criticality = criticality, Trust = trust, Urgency = urgency, InHours = (bits & 1) != 0, FileIn = (bits & 2) != 0, WeakAuthentication = (bits & 4) != 0,
                OutsideEea = (bits & 8) != 0, TransferBasis = true, Technicians = (bits & 16) != 0 ? 4 : 1,
                Window = (bits & 32) != 0 ? new AccessWindow(Now.AddMinutes(5), Now.AddMinutes(65)) : Analyser.Window,
            };
            var result = Evaluate(facts);
            Assert.True(result.Refusal is not null || result.Steps.Count > 0, facts.ToString());
            Assert.Equal(result.Steps.Distinct(), result.Steps);
            Assert.True(criticality != Criticality.A || kind != InterventionKind.Telemaintenance || result.Refusal is not null || result.Release);
        }
    }

    [Fact]
    public void Json_OfAResult_ComesBackTheSame()
    {
        var result = Evaluate(Analyser with { Criticality = Criticality.A });
        var back = PolicyResult.FromJson(result.ToJson());
        Assert.Equal(result.Steps, back.Steps);
        Assert.Equal((result.Release, result.Supervision, result.DrainCapMinutes), (back.Release, back.Supervision, back.DrainCapMinutes));
    }

    private static PolicyResult Evaluate(PolicyFacts facts) => PolicyEvaluation.Evaluate(DecisionPolicy.Standard, facts, Now);
}
