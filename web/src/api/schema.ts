// Short names for the generated schemas. Nothing here describes a shape by hand.
import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type AdminUser = Schemas['AdminUser'];
export type AdminUserList = Schemas['AdminUserList'];
export type BlockedSeats = Schemas['BlockedSeats'];
export type Booking = Schemas['Booking'];
export type BookingInput = Schemas['BookingInput'];
export type BookingList = Schemas['BookingList'];
export type Event = Schemas['Event'];
export type EventInput = Schemas['EventInput'];
export type EventList = Schemas['EventList'];
export type EventPatch = Schemas['EventPatch'];
export type EventReport = Schemas['EventReport'];
export type EventReportList = Schemas['EventReportListAsOf'];
export type FieldError = Schemas['FieldError'];
export type Hold = Schemas['Hold'];
export type HoldInput = Schemas['HoldInput'];
export type LoginAnswer = Schemas['LoginAnswer'];
export type LoginInput = Schemas['LoginInput'];
export type Mail = Schemas['Mail'];
export type MailContent = Schemas['MailContent'];
export type MailList = Schemas['MailList'];
export type Problem = Schemas['Problem'];
export type Projection = Schemas['Projection'];
export type ProjectionList = Schemas['ProjectionList'];
export type RegisterInput = Schemas['RegisterInput'];
export type Row = Schemas['Row'];
export type SalesBucket = Schemas['SalesBucket'];
export type SalesBucketList = Schemas['SalesBucketListAsOf'];
export type SeatChanges = Schemas['SeatChanges'];
export type SeatMap = Schemas['SeatMap'];
export type SectionAvailability = Schemas['SectionAvailability'];
export type Section = Schemas['Section'];
export type SessionEntry = Schemas['Session'];
export type SessionList = Schemas['SessionList'];
export type SummaryReport = Schemas['SummaryReport'];
export type TemplateInput = Schemas['TemplateInput'];
export type UploadedImage = Schemas['UploadedImage'];
export type User = Schemas['User'];
export type UserEnvelope = Schemas['UserEnvelope'];
export type VenueTemplate = Schemas['VenueTemplate'];
export type VenueTemplateList = Schemas['VenueTemplateList'];
export type VenueTemplatePlan = Schemas['VenueTemplatePlan'];

export type Role = User['role'];
