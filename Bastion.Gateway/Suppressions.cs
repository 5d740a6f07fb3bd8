using System.Diagnostics.CodeAnalysis;

// Semaphores are only ever awaited, so they hold nothing to release; cancellation sources without a timer neither, and late callers may still look at their tokens.
[assembly: SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nothing unmanaged is held", Scope = "type", Target = "~T:Bastion.Gateway.Recording.RecordingTap")]
[assembly: SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nothing unmanaged is held", Scope = "type", Target = "~T:Bastion.Gateway.Sessions.BrokeredSession")]
[assembly: SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nothing unmanaged is held", Scope = "type", Target = "~T:Bastion.Gateway.SshBroker.Relay.RelayLane")]
[assembly: SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nothing unmanaged is held", Scope = "type", Target = "~T:Bastion.Gateway.SshBroker.TechnicianReader")]
[assembly: SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The host stops it", Scope = "type", Target = "~T:Bastion.Gateway.SshBroker.SshListener")]
[assembly: SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nothing unmanaged is held", Scope = "type", Target = "~T:Bastion.Gateway.RdpBroker.DesktopLane")]
[assembly: SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nothing unmanaged is held", Scope = "type", Target = "~T:Bastion.Gateway.RdpBroker.TechnicianScreen")]
[assembly: SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The host stops it", Scope = "type", Target = "~T:Bastion.Gateway.RdpBroker.RdpListener")]
