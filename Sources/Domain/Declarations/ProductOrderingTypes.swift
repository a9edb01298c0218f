extension DocumentTypes {
    /// Product Ordering Management, TMF622 v4.0.0: the types of TM Forum's swagger (Apache-2.0), in the notation of `DocumentTypes`.
    static let productOrdering = """
        enum OrderItemActionType
            add modify delete noChange
        enum ProductOrderItemStateType
            acknowledged rejected pending held inProgress cancelled completed failed assessingCancellation
            pendingCancellation
        enum ProductOrderStateType
            acknowledged rejected pending held inProgress cancelled completed failed partial
            assessingCancellation pendingCancellation
        enum ProductStatusType
            created pendingActive cancelled active pendingTerminate terminated suspended aborted
        enum TaskStateType
            acknowledged terminatedWithError inProgress done
        type AgreementItemRef
            id:string! href:string agreementItemId:string name:string @referredType:string
        type AgreementRef
            id:string! href:string name:string @referredType:string
        type Any
        type AppointmentRef
            id:string! href:string description:string @referredType:string
        type BillingAccountRef
            id:string! href:string name:string @referredType:string
        type CancelProductOrder
            id:string href:string cancellationReason:string effectiveCancellationDate:dateTime
            requestedCancellationDate:dateTime productOrder:ProductOrderRef! state:TaskStateType
        type Characteristic
            name:string! valueType:string value:Any!
        type Money
            unit:string value:number
        type Note
            id:string author:string date:dateTime text:string!
        type OrderItemRelationship
            id:string relationshipType:string
        type OrderPrice
            description:string name:string priceType:string recurringChargePeriod:string unitOfMeasure:string
            billingAccount:BillingAccountRef price:Price priceAlteration:PriceAlteration[]
            productOfferingPrice:ProductOfferingPriceRef
        type OrderTerm
            description:string name:string duration:Quantity
        type PaymentRef
            id:string! href:string name:string @referredType:string
        type Price
            percentage:number taxRate:number dutyFreeAmount:Money taxIncludedAmount:Money
        type PriceAlteration
            applicationDuration:integer description:string name:string priceType:string! priority:integer
            recurringChargePeriod:string unitOfMeasure:string price:Price!
            productOfferingPrice:ProductOfferingPriceRef
        type ProductOfferingPriceRef
            id:string! href:string name:string @referredType:string
        type ProductOfferingQualificationItemRef
            id:string! href:string name:string productOfferingQualificationHref:string
            productOfferingQualificationId:string! productOfferingQualificationName:string @referredType:string
        type ProductOfferingQualificationRef
            id:string! href:string name:string @referredType:string
        type ProductOfferingRef
            id:string! href:string name:string @referredType:string
        type ProductOrder
            id:string href:string cancellationDate:dateTime cancellationReason:string category:string
            completionDate:dateTime description:string expectedCompletionDate:dateTime externalId:string
            notificationContact:string orderDate:dateTime priority:string requestedCompletionDate:dateTime
            requestedStartDate:dateTime agreement:AgreementRef[] billingAccount:BillingAccountRef
            channel:RelatedChannel[] note:Note[] orderTotalPrice:OrderPrice[] payment:PaymentRef[]
            productOfferingQualification:ProductOfferingQualificationRef[] productOrderItem:ProductOrderItem[]!
            quote:QuoteRef[] relatedParty:RelatedParty[] state:ProductOrderStateType
        type ProductOrderItem
            id:string! quantity:integer action:OrderItemActionType! appointment:AppointmentRef
            billingAccount:BillingAccountRef itemPrice:OrderPrice[] itemTerm:OrderTerm[]
            itemTotalPrice:OrderPrice[] payment:PaymentRef[] product:ProductRefOrValue
            productOffering:ProductOfferingRef
            productOfferingQualificationItem:ProductOfferingQualificationItemRef
            productOrderItem:ProductOrderItem[] productOrderItemRelationship:OrderItemRelationship[]
            qualification:ProductOfferingQualificationRef[] quoteItem:QuoteItemRef
            state:ProductOrderItemStateType
        type ProductOrderRef
            id:string! href:string name:string @referredType:string
        type ProductPrice
            description:string name:string priceType:string! recurringChargePeriod:string unitOfMeasure:string
            billingAccount:BillingAccountRef price:Price! productOfferingPrice:ProductOfferingPriceRef
            productPriceAlteration:PriceAlteration[]
        type ProductRefOrValue
            id:string href:string description:string isBundle:boolean isCustomerVisible:boolean name:string
            orderDate:dateTime productSerialNumber:string startDate:dateTime terminationDate:dateTime
            agreement:AgreementItemRef[] billingAccount:BillingAccountRef place:RelatedPlaceRefOrValue[]
            product:ProductRefOrValue[] productCharacteristic:Characteristic[]
            productOffering:ProductOfferingRef productOrderItem:RelatedProductOrderItem[]
            productPrice:ProductPrice[] productRelationship:ProductRelationship[]
            productSpecification:ProductSpecificationRef productTerm:ProductTerm[]
            realizingResource:ResourceRef[] realizingService:ServiceRef[] relatedParty:RelatedParty[]
            status:ProductStatusType @referredType:string
        type ProductRelationship
            relationshipType:string! product:ProductRefOrValue!
        type ProductSpecificationRef
            id:string! href:string name:string version:string targetProductSchema:TargetProductSchema
            @referredType:string
        type ProductTerm
            description:string name:string duration:Quantity validFor:TimePeriod
        type Quantity
            amount:number units:string
        type QuoteItemRef
            id:string! href:string name:string quoteHref:string quoteId:string! quoteName:string
            @referredType:string
        type QuoteRef
            id:string! href:string name:string @referredType:string
        type RelatedChannel
            id:string! href:string name:string role:string @referredType:string
        type RelatedParty
            id:string! href:string name:string role:string @referredType:string!
        type RelatedPlaceRefOrValue
            id:string href:string name:string role:string! @referredType:string
        type RelatedProductOrderItem
            orderItemAction:string orderItemId:string! productOrderHref:string productOrderId:string!
            role:string @referredType:string
        type ResourceRef
            id:string! href:string name:string value:string @referredType:string
        type ServiceRef
            id:string! href:string name:string @referredType:string
        type TargetProductSchema
            @schemaLocation:string! @type:string!
        type TimePeriod
            endDateTime:dateTime startDateTime:dateTime
        """
}
