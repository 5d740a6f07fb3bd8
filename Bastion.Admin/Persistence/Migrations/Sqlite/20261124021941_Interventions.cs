using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bastion.Admin.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Interventions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Interventions_VendorId",
                table: "Interventions");

            migrationBuilder.AddColumn<string>(
                name: "TransferBasis",
                table: "Vendors",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ChangeFree",
                table: "Units",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Hours",
                table: "Units",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "WardCode",
                table: "Units",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Hours",
                table: "Sites",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "AskedById",
                table: "Interventions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "AskedMinutes",
                table: "Interventions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "AskedReason",
                table: "Interventions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Country",
                table: "Interventions",
                type: "TEXT",
                nullable: false,
                defaultValue: "FR");

            migrationBuilder.AddColumn<long>(
                name: "CriticalAt",
                table: "Interventions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CriticalText",
                table: "Interventions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "CriticalUsed",
                table: "Interventions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "EmergencyReason",
                table: "Interventions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Policy",
                table: "Interventions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "ReportDueAt",
                table: "Interventions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ReviewDueAt",
                table: "Interventions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SaidAt",
                table: "Interventions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SeriesId",
                table: "Interventions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Urgency",
                table: "Interventions",
                type: "TEXT",
                maxLength: 80,
                nullable: false,
                defaultValue: "Planned");

            migrationBuilder.AddColumn<long>(
                name: "StoppedAt",
                table: "Devices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "WeakAuthentication",
                table: "Devices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Step",
                table: "Decisions",
                type: "TEXT",
                maxLength: 80,
                nullable: false,
                defaultValue: "Owner");

            migrationBuilder.CreateTable(
                name: "Cuts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Range = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetName = table.Column<string>(type: "TEXT", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    ByName = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    LiftAskedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    LiftAskedBy = table.Column<string>(type: "TEXT", nullable: false),
                    LiftAskedByItSec = table.Column<bool>(type: "INTEGER", nullable: false),
                    LiftedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cuts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Notifications",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    InterventionId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notifications", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Releases",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    InterventionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DeviceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ById = table.Column<Guid>(type: "TEXT", nullable: false),
                    ByName = table.Column<string>(type: "TEXT", nullable: false),
                    OnWordOf = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    ConsumedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Releases", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Releases_Interventions_InterventionId",
                        column: x => x.InterventionId,
                        principalTable: "Interventions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Reports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    InterventionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    AuthorId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AuthorName = table.Column<string>(type: "TEXT", nullable: false),
                    Employer = table.Column<string>(type: "TEXT", nullable: false),
                    SignedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Fields = table.Column<string>(type: "TEXT", nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    FactsHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ReturnedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReturnComment = table.Column<string>(type: "TEXT", nullable: false),
                    AcceptedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AcceptedBy = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Reports", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Reports_Interventions_InterventionId",
                        column: x => x.InterventionId,
                        principalTable: "Interventions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Returns",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    DeviceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    InterventionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    StoppedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Signatures = table.Column<int>(type: "INTEGER", nullable: false),
                    Answers = table.Column<string>(type: "TEXT", nullable: false),
                    Comment = table.Column<string>(type: "TEXT", nullable: false),
                    FirstById = table.Column<Guid>(type: "TEXT", nullable: true),
                    FirstName = table.Column<string>(type: "TEXT", nullable: false),
                    FirstAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SecondById = table.Column<Guid>(type: "TEXT", nullable: true),
                    SecondName = table.Column<string>(type: "TEXT", nullable: false),
                    SecondAt = table.Column<long>(type: "INTEGER", nullable: true),
                    NonConforming = table.Column<bool>(type: "INTEGER", nullable: false),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Returns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Reviews",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    InterventionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ReviewerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ReviewerName = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Verdict = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Comment = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Reviews", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Reviews_Interventions_InterventionId",
                        column: x => x.InterventionId,
                        principalTable: "Interventions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Series",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    VendorId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DeviceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    FirstId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Step = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Holidays = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    FirstLocal = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LengthMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    NextIndex = table.Column<int>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    CoveredUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    CoveredTerms = table.Column<string>(type: "TEXT", nullable: false),
                    StoppedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Series", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Units_WardCode",
                table: "Units",
                column: "WardCode");

            migrationBuilder.CreateIndex(
                name: "IX_Interventions_NotBefore",
                table: "Interventions",
                column: "NotBefore");

            migrationBuilder.CreateIndex(
                name: "IX_Interventions_SeriesId",
                table: "Interventions",
                column: "SeriesId");

            migrationBuilder.CreateIndex(
                name: "IX_Interventions_VendorId_State",
                table: "Interventions",
                columns: new[] { "VendorId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Cuts_LiftedAt",
                table: "Cuts",
                column: "LiftedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Notifications_AccountId_At",
                table: "Notifications",
                columns: new[] { "AccountId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Releases_DeviceId_At",
                table: "Releases",
                columns: new[] { "DeviceId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Releases_InterventionId",
                table: "Releases",
                column: "InterventionId");

            migrationBuilder.CreateIndex(
                name: "IX_Reports_InterventionId_Number",
                table: "Reports",
                columns: new[] { "InterventionId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Returns_DeviceId_DoneAt",
                table: "Returns",
                columns: new[] { "DeviceId", "DoneAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Returns_InterventionId",
                table: "Returns",
                column: "InterventionId");

            migrationBuilder.CreateIndex(
                name: "IX_Reviews_InterventionId_ReviewerId",
                table: "Reviews",
                columns: new[] { "InterventionId", "ReviewerId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Cuts");

            migrationBuilder.DropTable(
                name: "Notifications");

            migrationBuilder.DropTable(
                name: "Releases");

            migrationBuilder.DropTable(
                name: "Reports");

            migrationBuilder.DropTable(
                name: "Returns");

            migrationBuilder.DropTable(
                name: "Reviews");

            migrationBuilder.DropTable(
                name: "Series");

            migrationBuilder.DropIndex(
                name: "IX_Units_WardCode",
                table: "Units");

            migrationBuilder.DropIndex(
                name: "IX_Interventions_NotBefore",
                table: "Interventions");

            migrationBuilder.DropIndex(
                name: "IX_Interventions_SeriesId",
                table: "Interventions");

            migrationBuilder.DropIndex(
                name: "IX_Interventions_VendorId_State",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "TransferBasis",
                table: "Vendors");

            migrationBuilder.DropColumn(
                name: "ChangeFree",
                table: "Units");

            migrationBuilder.DropColumn(
                name: "Hours",
                table: "Units");

            migrationBuilder.DropColumn(
                name: "WardCode",
                table: "Units");

            migrationBuilder.DropColumn(
                name: "Hours",
                table: "Sites");

            migrationBuilder.DropColumn(
                name: "AskedById",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "AskedMinutes",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "AskedReason",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "Country",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "CriticalAt",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "CriticalText",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "CriticalUsed",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "EmergencyReason",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "Policy",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "ReportDueAt",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "ReviewDueAt",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "SaidAt",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "SeriesId",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "Urgency",
                table: "Interventions");

            migrationBuilder.DropColumn(
                name: "StoppedAt",
                table: "Devices");

            migrationBuilder.DropColumn(
                name: "WeakAuthentication",
                table: "Devices");

            migrationBuilder.DropColumn(
                name: "Step",
                table: "Decisions");

            migrationBuilder.CreateIndex(
                name: "IX_Interventions_VendorId",
                table: "Interventions",
                column: "VendorId");
        }
    }
}
