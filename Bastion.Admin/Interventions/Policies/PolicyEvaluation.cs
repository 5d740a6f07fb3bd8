using Bastion.Admin.Devices;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Interventions.Policies;

/// <summary>Hard refusals, then the base cell, then modifiers that only tighten, then the reliefs that are listed (interventions.md 2). Pure.</summary>
internal static class PolicyEvaluation
{
    public static PolicyResult Evaluate(DecisionPolicy policy, PolicyFacts facts, DateTimeOffset now)
    {
        if (Refuse(policy, facts) is { } refusal)
            return new PolicyResult { Refusal = refusal };
        return facts.Urgency == Urgency.Emergency ? Emergency(policy, facts) : Planned(policy, facts, now);
    }

    private static Denial? Refuse(DecisionPolicy policy, PolicyFacts facts)
    {
        var emergency = facts.Urgency == Urgency.Emergency;
        if (facts.Suspended)
            return Denial.Of(DenialCode.VendorSuspended);
        if (facts is { OutsideEea: true, TransferBasis: false })
            return Denial.Of("country.no_basis");
        if (facts is { DiagnosisOnly: true, Kind: InterventionKind.Telemaintenance })
            return Denial.Of("device.diagnosis_only");
        if (facts.Window.Length > TimeSpan.FromHours(emergency ? policy.EmergencyHours : policy.LongestHours))
            return Denial.Of("window.split", "hours", (emergency ? policy.EmergencyHours : policy.LongestHours).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (!emergency && facts is { ChangeFreeUntil: { } free, Kind: InterventionKind.Telemaintenance })
            return Denial.At("window.change_free", free);
        return facts.ReportOverdue && !emergency ? Denial.Of("report.overdue", "number", facts.ReportNumber) : null;
    }

    /// <summary>2.5: one OnCall, named person and release as ever, no file in, reviewed afterwards.</summary>
    private static PolicyResult Emergency(DecisionPolicy policy, PolicyFacts facts)
    {
        var terms = policy.Terms[facts.Criticality];
        var telemaintenance = facts.Kind == InterventionKind.Telemaintenance;
        return new PolicyResult
        {
            Steps = [Step.OnCall],
            Release = telemaintenance && policy.Cells[(WorkKind.Change, facts.Criticality)].Release,
            Supervision = facts.WeakAuthentication ? Supervision.Mandatory : Supervision.Optional,
            ReturnSignatures = telemaintenance ? terms.ReturnSignatures : 0,
            MaxSessions = 1,
            DrainCapMinutes = telemaintenance ? terms.DrainCapMinutes : 0,
            NoFileIn = true,
            Emergency = true,
            Rules = ["EMERGENCY"],
        };
    }

    private static PolicyResult Planned(DecisionPolicy policy, PolicyFacts facts, DateTimeOffset now)
    {
        var terms = policy.Terms[facts.Criticality];
        var telemaintenance = facts.Kind == InterventionKind.Telemaintenance;
        var kind = !telemaintenance ? WorkKind.Look : facts.FileIn ? WorkKind.Update : WorkKind.Change;
        var cell = policy.Cells[(kind, facts.Criticality)];
        var rules = new List<string>();
        var steps = new List<Step>(cell.Steps);
        var (supervision, sessions, noFileIn, look) = (cell.Supervision, facts.Criticality == Criticality.A || !telemaintenance ? 1 : 3, false, false);
        var short_ = facts.Window.NotBefore < now + TimeSpan.FromHours(terms.LeadHours);

        void Add(Step step)
        {
            // A step that several disciplines may take is the owner's beside a named one.
            if (steps.Remove(Step.Engineer) || steps.Remove(Step.OwnerOrItSec))
                steps.Insert(0, Step.Owner);
            if (!steps.Contains(step))
                steps.Add(step);
        }

        void Supervise(Supervision least) => supervision = supervision > least ? supervision : least;
        bool Rule(bool matches, string code)
        {
            if (matches)
                rules.Add(code);
            return matches;
        }

        if (Rule(!facts.InHours && !short_, "M1") && facts.Criticality == Criticality.B)
            Supervise(Supervision.Optional);
        if (Rule(!facts.InHours && short_, "M2"))
        {
            if (facts.Criticality == Criticality.A)
                return new PolicyResult { Refusal = Denial.Of("policy.emergency_only"), Rules = rules };
            steps = [Step.OnCall];
            Supervise(Supervision.Mandatory);
            (noFileIn, look) = (true, true);
        }

        Rule(facts.InHours && short_, "M3");
        if (Rule(facts.Trust == VendorTrust.New, "M4"))
        {
            Add(Step.ItSec);
            if (facts.Criticality != Criticality.C)
                Supervise(Supervision.Mandatory);
        }

        if (Rule(facts.Trust == VendorTrust.Watched, "M5"))
        {
            if (facts.Window.Length > TimeSpan.FromHours(policy.WatchedMaxHours))
                return new PolicyResult { Refusal = Denial.Of("window.split", "hours", policy.WatchedMaxHours.ToString(System.Globalization.CultureInfo.InvariantCulture)), Rules = rules };
            if (!look)
                steps = [Step.Owner, Step.ItSec];
            Supervise(Supervision.Mandatory);
            sessions = 1;
        }

        if (Rule(facts.WeakAuthentication, "M7"))
        {
            Supervise(Supervision.Mandatory);
            sessions = 1;
        }

        if (Rule(facts.OutsideEea, "M8"))
            Add(Step.ItSec);
        var longest = telemaintenance ? terms.MaxHours : terms.MaxHours / policy.TelediagnosisShare;
        if (Rule(facts.Window.Length > TimeSpan.FromHours(longest), "M9"))
            Add(Step.ItSec);
        if (Rule(facts.Technicians > policy.ManyTechnicians, "M13"))
            Add(Step.ItSec);

        return new PolicyResult
        {
            Auto = rules.Count == 0 && cell.AutoFrom is { } least && Ranks(facts.Trust) >= Ranks(least) && (!cell.AutoOnlySeries || facts.SeriesCovered),
            Steps = [.. steps.OrderBy(Rank)],
            Release = cell.Release,
            Ticket = cell.Ticket,
            Supervision = supervision,
            ReturnSignatures = telemaintenance ? terms.ReturnSignatures : 0,
            MaxSessions = sessions,
            DrainCapMinutes = telemaintenance ? terms.DrainCapMinutes : 0,
            NoFileIn = noFileIn,
            NextDayLook = look,
            Rules = rules,
        };
    }

    private static int Rank(Step step) => step switch { Step.OnCall => 0, Step.ItSec => 2, _ => 1 };

    private static int Ranks(VendorTrust trust) => trust switch { VendorTrust.Trusted => 2, VendorTrust.Standard => 1, _ => 0 };
}
